import { nodeText } from '@studio/shared/document';
import type { FieldDefinition } from '@studio/shared/graph';
import { lazy, Suspense } from 'react';
import { ErrorBoundary } from '../../app/ErrorBoundary.tsx';
import { useProjectSession } from '../../sync/useProject.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

const PromptEditor = lazy(async () => ({ default: (await import('./PromptEditor.tsx')).PromptEditor }));

export interface PromptFieldProps {
  readonly nodeId: string;
  readonly field: Extract<FieldDefinition, { kind: 'text' }>;
}

/** A text that many type in at once. */
export function PromptField({ nodeId, field }: PromptFieldProps) {
  const { doc } = useProjectSession();
  const text = nodeText(doc, nodeId, field.name);
  return (
    <div className="flex flex-col gap-1">
      <span className="text-12 text-ink-2">{field.label}</span>
      {text.ok ? (
        <ErrorBoundary part="The text editor">
          <Suspense fallback={<Skeleton className="h-24" />}>
            <PromptEditor text={text.value} label={field.label} placeholder={field.placeholder} />
          </Suspense>
        </ErrorBoundary>
      ) : (
        <p className="text-12 text-ink-3">This node was made without this text. Duplicate it to write one.</p>
      )}
    </div>
  );
}
