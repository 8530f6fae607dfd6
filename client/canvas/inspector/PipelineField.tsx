import { usePipelines, useProjectSession } from '../../sync/useProject.tsx';
import { Select } from '../../ui/Select.tsx';

export interface PipelineFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (pipelineId: string) => void;
}

/** One of the studio's pipelines. */
export function PipelineField({ label, value, onChange }: PipelineFieldProps) {
  const pipelines = usePipelines();
  const { canEdit } = useProjectSession();
  const chosen = pipelines.find((pipeline) => pipeline.id === value);
  const choices = pipelines.map((pipeline) => ({ value: pipeline.id, label: `${pipeline.label} · ${pipeline.kind}` }));
  const known = value === '' || chosen ? choices : [...choices, { value, label: `${value} (not in this studio)` }];
  return (
    <Select
      label={label}
      value={value}
      choices={known}
      placeholder="Choose a pipeline"
      isDisabled={!canEdit}
      onChange={onChange}
      {...(chosen ? { hint: chosen.description } : {})}
    />
  );
}
