import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { reloadToUpdate } from './keepPage.ts';

/** A page that could not be opened: most often its code could not be fetched. */
export function RouteError({ error }: ErrorComponentProps) {
  return (
    <div className="flex h-full items-center justify-center">
      <ErrorState
        title="This page could not be opened."
        safe="Your edits are safe: what was saved is on the server, the rest is kept on this device. Check your connection, then reload."
        detail={error instanceof Error ? error.message : String(error)}
        actions={<Button onClick={() => void reloadToUpdate()}>Reload the page</Button>}
      />
    </div>
  );
}
