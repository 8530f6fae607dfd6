import { can } from '@studio/shared/access';
import type { Project } from '@studio/shared/api';
import { HardDriveDownload, Keyboard, LogOut, RefreshCw, Search, Settings, Users } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { reloadToUpdate, useNewVersion } from '../app/keepPage.ts';
import { useSession } from '../app/session.ts';
import { showDialog } from '../app/shellDialog.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';
import type { MenuAction } from '../ui/menuAction.ts';
import { roleName } from './roleChoices.ts';
import { changeSettings, useSettings, type ThemeChoice } from './settings.ts';
import { useSigningOut } from './useSigningOut.tsx';

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
  const isNewVersionReady = useNewVersion((state) => state.isReady);
  const [isPeopleOpen, setPeopleOpen] = useState(false);
  const person = session.data?.ok === true ? session.data.value.person : null;
  const signingOut = useSigningOut(person?.id);
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
    { label: 'Sign out', icon: LogOut, onSelect: signingOut.ask },
  ];
  return (
    <>
      <Menu trigger={<IconButton icon={Settings} label="Settings" />} actions={actions} />
      {signingOut.dialog}
      {isPeopleOpen && (
        <Suspense>
          <PeopleDialog isOpen onOpenChange={setPeopleOpen} {...(project ? { project } : {})} />
        </Suspense>
      )}
    </>
  );
}
