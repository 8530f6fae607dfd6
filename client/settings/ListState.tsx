import type { Result } from '@studio/shared/result';
import type { ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';

export interface ListStateProps<Value> {
  readonly answer: Result<Value> | undefined;
  readonly onRetry: () => void;
  readonly children: (value: Value) => ReactNode;
}

/** A list that is loading, could not be read, or is here. */
export function ListState<Value>({ answer, onRetry, children }: ListStateProps<Value>) {
  if (!answer) {
    return (
      <div role="status" aria-label="Loading" className="flex flex-col gap-3 py-2">
        {[0, 1, 2].map((at) => (
          <Skeleton key={at} className="h-9" />
        ))}
      </div>
    );
  }
  if (answer.ok) return children(answer.value);
  return (
    <ErrorState
      title={answer.failure.message}
      safe="Nothing was changed."
      actions={<Button onClick={onRetry}>Try again</Button>}
    />
  );
}
