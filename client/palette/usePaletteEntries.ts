import { can } from '@studio/shared/access';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { showDialog } from '../app/shellDialog.ts';
import { changeSettings, useSettings } from '../settings/settings.ts';
import { follow } from '../sync/following.ts';
import { usePresentAuthors } from '../sync/people.ts';
import { VIEWS } from '../sync/presence.ts';
import type { ProjectSession } from '../sync/projectSession.ts';
import { useGraph, useProjectSession, useRows } from '../sync/useProject.tsx';
import { listSlots } from '../takes/slots.ts';
import type { PaletteEntry } from './findEntries.ts';

type Navigate = ReturnType<typeof useNavigate>;

/** Everything that the palette reaches in the open project. */
export function usePaletteEntries(): readonly PaletteEntry[] {
  const session = useProjectSession();
  const navigate = useNavigate();
  const graph = useGraph();
  const takes = useRows(session.ledgerTables.takes);
  const settings = useSettings();
  const people = usePresentAuthors();
  return useMemo(() => {
    const go = goIn(session.projectId, navigate);
    const slots = listSlots(graph, takes.values());
    return [
      ...VIEWS.map((view) => entry('View', view, capital(view), () => go(view, {}))),
      ...commandEntries(session, settings),
      ...slots.map(({ id, section, number, label }) => {
        const name = section === 'shots' ? ['Shot', number, '·', label].filter(Boolean).join(' ') : label;
        return entry('Shot', id, name, () => go(graph.nodes.has(id) ? 'canvas' : 'takes', { node: id, shot: id }));
      }),
      ...people
        .filter((person) => !person.isMe)
        .map((person) => entry('Person', String(person.clientId), `Follow ${person.name}`, () => follow(person))),
      ...[...takes.values()].map(({ id, kind, name, slotId }) =>
        entry('Take', id, name, () => (kind === 'film' ? go('timeline', {}) : go('takes', { shot: slotId, take: id }))),
      ),
    ];
  }, [session, navigate, graph, takes, settings, people]);
}

function goIn(projectId: string, navigate: Navigate) {
  return (view: (typeof VIEWS)[number], search: object) =>
    void navigate({ to: `/p/$projectId/${view}`, params: { projectId }, search: search as never });
}

function commandEntries(
  { role, canEdit, undo }: ProjectSession,
  { isDockOpen, areCursorsShown }: { readonly isDockOpen: boolean; readonly areCursorsShown: boolean },
): readonly PaletteEntry[] {
  const command = (label: string, onSelect: () => void, shortcut?: string) =>
    entry('Command', label, label, onSelect, shortcut);
  return [
    ...(can(role, 'project.snapshot') ? [command('Name this version', () => showDialog('snapshot'), 'Ctrl+S')] : []),
    ...(can(role, 'project.share') ? [command('Share for review', () => showDialog('share'))] : []),
    ...(canEdit
      ? [
          command('Undo what I did', () => void undo.undo(), 'Ctrl+Z'),
          command('Redo what I did', () => void undo.redo(), 'Ctrl+Shift+Z'),
        ]
      : []),
    command(isDockOpen ? 'Close the timeline dock' : 'Open the timeline dock', () =>
      changeSettings({ isDockOpen: !isDockOpen }),
    ),
    command(areCursorsShown ? "Hide people's cursors" : "Show people's cursors", () =>
      changeSettings({ areCursorsShown: !areCursorsShown }),
    ),
    command('Keys', () => showDialog('keys'), 'Shift+?'),
  ];
}

function entry(
  group: PaletteEntry['group'],
  id: string,
  label: string,
  onSelect: () => void,
  shortcut?: string,
): PaletteEntry {
  return { id: `${group}-${id}`, group, label, onSelect, ...(shortcut === undefined ? {} : { shortcut }) };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
