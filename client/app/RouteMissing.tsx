import { Link } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';

/** An address that leads nowhere. */
export function RouteMissing() {
  return (
    <div className="flex h-full items-center justify-center">
      <EmptyState icon={MapPinOff} title="There is no page at this address.">
        <Link to="/" className="underline">
          Go to the projects
        </Link>
      </EmptyState>
    </div>
  );
}
