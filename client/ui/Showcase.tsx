import { Copy, Film, Play, Settings, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { SyncBadgeFace } from '../app/SyncBadge.tsx';
import { syncBadge, type SyncFacts } from '../sync/syncBadge.ts';
import { Avatar } from './Avatar.tsx';
import { AvatarStack } from './AvatarStack.tsx';
import { Badge } from './Badge.tsx';
import { Button } from './Button.tsx';
import { EmptyState } from './EmptyState.tsx';
import { ErrorState } from './ErrorState.tsx';
import { IconButton } from './IconButton.tsx';
import { Kbd } from './Kbd.tsx';
import { Menu } from './Menu.tsx';
import { notify } from './notify.ts';
import { Popover } from './Popover.tsx';
import { ProgressBar } from './ProgressBar.tsx';
import { ShowcaseFields } from './ShowcaseFields.tsx';
import { Skeleton } from './Skeleton.tsx';

const CALM: SyncFacts = {
  isLive: true,
  isWireUp: true,
  isConnecting: false,
  unsentEdits: 0,
  mergedEdits: null,
  storage: 'kept',
  refusal: null,
  isStorageFailing: false,
};
const BADGES: readonly SyncFacts[] = [
  CALM,
  { ...CALM, unsentEdits: 2 },
  { ...CALM, isLive: false, isWireUp: false, isConnecting: true },
  { ...CALM, isLive: false, isWireUp: false, unsentEdits: 7 },
  { ...CALM, mergedEdits: 7 },
  { ...CALM, storage: 'full' },
  { ...CALM, isStorageFailing: true, unsentEdits: 2 },
  { ...CALM, refusal: 'read-only' },
];
const PEOPLE = ['Mira Okafor', 'Jonas Lindqvist', 'Aiko Tanaka', 'Lena Fischer-Castellanos', 'Sam Wu'].map(
  (name, at) => ({ id: name, name, color: ['#e5484d', '#3e9dff', '#46c46e', '#c77dff', '#ff8ec7'][at] ?? '#888888' }),
);

/** Every primitive in both themes, side by side. */
export function Showcase() {
  return (
    <main className="grid min-h-full desk:grid-cols-2">
      {(['dark', 'light'] as const).map((theme) => (
        <div key={theme} data-theme={theme} className="flex flex-col gap-6 bg-ground p-6 text-ink">
          <h1 className="text-20 font-semibold">Primitives · {theme}</h1>
          <Buttons />
          <ShowcaseFields />
          <States />
          <People />
        </div>
      ))}
    </main>
  );
}

function Family({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section className="rounded border bg-surface-1 p-4">
      <h2 className="mb-3 text-12 text-ink-3">{name}</h2>
      <div className="flex flex-wrap items-center gap-3">{children}</div>
    </section>
  );
}

function Buttons() {
  return (
    <Family name="Buttons and menus">
      <Button tone="primary">Create project</Button>
      <Button icon={Play}>Generate</Button>
      <Button tone="quiet">Cancel</Button>
      <Button tone="danger" icon={Trash2}>
        Delete
      </Button>
      <Button tone="active">Active</Button>
      <Button isBusy>Saving</Button>
      <Button disabled>Not now</Button>
      <Button size="small">Small</Button>
      <IconButton icon={Settings} label="Settings" />
      <IconButton icon={Copy} label="Copy" shortcut="Ctrl+C" size="small" isPressed />
      <Menu
        trigger={<Button>Menu</Button>}
        actions={[
          { kind: 'heading', label: 'Shot 010' },
          { label: 'Duplicate', shortcut: 'Ctrl+D', icon: Copy, onSelect: () => undefined },
          { kind: 'check', label: 'Muted', isOn: true, onSelect: () => undefined },
          { kind: 'line' },
          { label: 'Delete', icon: Trash2, isDangerous: true, onSelect: () => undefined },
        ]}
      />
      <Popover trigger={<Button>Popover</Button>} label="Example" className="w-56 p-3">
        <p className="text-13">A small panel.</p>
      </Popover>
      <Button onClick={() => notify({ tone: 'info', message: 'The link is copied.' })}>Notice</Button>
      <Button onClick={() => notify({ tone: 'error', message: 'Still 1 has no prompt. Write one, then run it.' })}>
        Error notice
      </Button>
      <Kbd keys="Shift+1" />
    </Family>
  );
}

function States() {
  return (
    <Family name="States">
      {BADGES.map((facts) => {
        const badge = syncBadge(facts);
        return <SyncBadgeFace key={badge.text} badge={badge} />;
      })}
      <Badge>3 Takes</Badge>
      <Badge tone="active">Active</Badge>
      <Badge tone="danger">Failed</Badge>
      <div className="w-full">
        <ProgressBar label="Progress" value={0.62} />
      </div>
      <Skeleton className="h-8 w-40" />
      <EmptyState icon={Film} title="No Takes yet." actions={<Button icon={Play}>Generate</Button>}>
        Run to make the first, drop an image, or pick from another shot.
      </EmptyState>
      <ErrorState
        title="The project could not be read just now."
        safe="Nothing is lost; trying again."
        actions={<Button>Try now</Button>}
      />
    </Family>
  );
}

function People() {
  return (
    <Family name="People">
      {PEOPLE.map((person) => (
        <Avatar key={person.id} name={person.name} color={person.color} />
      ))}
      <AvatarStack people={[...PEOPLE, ...PEOPLE.map((person) => ({ ...person, id: `${person.id}2` }))]} max={6} />
    </Family>
  );
}
