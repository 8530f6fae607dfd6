import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';

interface Props {
  readonly children: ReactNode;
  /** Names the part that broke, when it is not the whole page. */
  readonly part?: string;
}

interface State {
  readonly error: Error | null;
}

/** Catches a bug in what it holds and says what is safe. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error('page.broke', this.props.part ?? 'page', error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className="flex h-full items-center justify-center">
        <ErrorState
          title={`${this.props.part ?? 'This page'} stopped working.`}
          safe="Your edits are safe: what was saved is on the server, the rest is kept on this device."
          detail={error.message}
          actions={
            <>
              <Button onClick={() => this.setState({ error: null })}>Try again</Button>
              <Button onClick={() => location.reload()}>Reload the page</Button>
            </>
          }
        />
      </div>
    );
  }
}
