import { can } from '@studio/shared/access';
import type { Project } from '@studio/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { HardDriveDownload, Keyboard, LogOut, RefreshCw, Search, Settings, Users } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { reloadToUpdate, useNewVersion } from '../app/keepPage.ts';
import { signOut, useSession } from '../app/session.ts';
import { showDialog } from '../app/shellDialog.ts';
import { type LeftBehind, whatIsHere } from '../offline/leaveDevice.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';
import type { MenuAction } from '../ui/menuAction.ts';
import { notifyRefusal } from '../ui/notify.ts';
import { roleName } from './roleChoices.ts';
import { SignOutDialog } from './SignOutDialog.tsx';
import { changeSettings, useSettings, type ThemeChoice } from './settings.ts';

const PeopleDialog = lazy(async () => ({ default: (await import('./PeopleDialog.tsx')).PeopleDialog }));

const THEMES: readonly { readonly theme: ThemeChoice; readonly label: string }[] = [
  { theme: 'dark', label: 'Dark' },
  { theme: 'light', label: 'Light' },
  { theme: 'system', label: 'As the system' },
];

const PROJECT_ACTIONS: readonly MenuAction[] = [
  { label: 'Command palette', icon: Search, shortcut: 'Ctrl+K', onSelect: () => showDialog('palette') },
  { label: 'Keep on this device', icon: HardDriveDownload, onSelect: () => showDialog('keep') },
  { label: 'Keys', icon: Keyboard, shortcut: 'Shift+?', onSelect: () => showDialog('keys') },
];

/** Theme, single keys, people, sign out. */
export function SettingsMenu({ project }: { readonly project?: Project }) {
  const { theme, areSingleKeysOn, areCursorsShown } = useSettings();
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const isNewVersionReady = useNewVersion((state) => state.isReady);
  const [isPeopleOpen, setPeopleOpen] = useState(false);
  const person = session.data?.ok === true ? session.data.value.person : null;
  const [leaving, setLeaving] = useState<LeftBehind>();
  async function leave(): Promise<void> {
    setLeaving(undefined);
    // The project is closed first: an open one would write itself onto the device again.
    await navigate({ to: '/sign-in' });
    if (!notifyRefusal(await signOut(person?.id))) return void navigate({ to: '/' });
    queries.clear();
  }
  async function askToLeave(): Promise<void> {
    const here = person ? await whatIsHere(localStorage, person.id) : undefined;
    if (here && here.unsentEdits > 0) setLeaving(here);
    else await leave();
  }
  const mayInvite = person !== null && (can(person.role, 'studio.members') || project !== undefined);
  const actions: readonly MenuAction[] = [
    ...(person ? [{ kind: 'heading' as const, label: `${person.name} · ${roleName(person.role)}` }] : []),
    ...THEMES.map((choice) => ({
      kind: 'check' as const,
      label: choice.label,
      isOn: theme === choice.theme,
      onSelect: () => changeSettings({ theme: choice.theme }),
    })),
    { kind: 'line' },
    {
      kind: 'check',
      label: 'Single keys as commands',
      isOn: areSingleKeysOn,
      onSelect: () => changeSettings({ areSingleKeysOn: !areSingleKeysOn }),
    },
    {
      kind: 'check',
      label: "People's cursors",
      isOn: areCursorsShown,
      onSelect: () => changeSettings({ areCursorsShown: !areCursorsShown }),
    },
    { kind: 'line' },
    ...(isNewVersionReady
      ? [{ label: 'Reload into the new version', icon: RefreshCw, onSelect: () => void reloadToUpdate() }]
      : []),
    ...(project ? PROJECT_ACTIONS : []),
    ...(mayInvite ? [{ label: 'People', icon: Users, onSelect: () => setPeopleOpen(true) }] : []),
    { label: 'Sign out', icon: LogOut, onSelect: () => void askToLeave() },
  ];
  return (
    <>
      <Menu trigger={<IconButton icon={Settings} label="Settings" />} actions={actions} />
      {leaving && (
        <SignOutDialog here={leaving} onClose={() => setLeaving(undefined)} onSignOut={() => void leave()} />
      )}
      {isPeopleOpen && (
        <Suspense>
          <PeopleDialog isOpen onOpenChange={setPeopleOpen} {...(project ? { project } : {})} />
        </Suspense>
      )}
    </>
  );
}
