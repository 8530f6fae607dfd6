import { setNodeField, type Json } from '@studio/shared/document';
import { choiceField, numberField, textField, type FieldDefinition, type GraphNode } from '@studio/shared/graph';
import { useProjectSession } from '../../sync/useProject.tsx';
import { notifyRefusal } from '../../ui/notify.ts';
import { Select } from '../../ui/Select.tsx';
import { LineField } from './LineField.tsx';
import { NumberField } from './NumberField.tsx';
import { PipelineField } from './PipelineField.tsx';
import { PromptField } from './PromptField.tsx';
import { ReferenceField } from './ReferenceField.tsx';

export interface FieldEditorProps {
  readonly node: GraphNode;
  readonly field: FieldDefinition;
}

/** The editor of one field, by its kind. */
export function FieldEditor({ node, field }: FieldEditorProps) {
  const { doc, canEdit } = useProjectSession();
  const set = (value: Json) => notifyRefusal(setNodeField(doc, node.id, field.name, value));
  switch (field.kind) {
    case 'text':
      return <PromptField nodeId={node.id} field={field} />;
    case 'line':
      return <LineField label={field.label} value={textField(node, field.name)} isDisabled={!canEdit} onCommit={set} />;
    case 'number':
      return <NumberField field={field} value={numberField(node, field.name)} isDisabled={!canEdit} onCommit={set} />;
    case 'choice':
      return (
        <Select
          label={field.label}
          value={choiceField(node, field.name)}
          choices={field.choices}
          isDisabled={!canEdit}
          onChange={set}
        />
      );
    case 'media':
      return <ReferenceField node={node} name={field.name} label={field.label} />;
    case 'pipeline':
      return <PipelineField label={field.label} value={textField(node, field.name)} onChange={set} />;
  }
}
