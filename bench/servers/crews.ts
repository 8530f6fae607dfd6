import { setTimeout as delay } from 'node:timers/promises';
import { checkEditors, type EditorsVerdict } from './checkEditors.ts';
import type { Place } from './place.ts';
import { joinAsEditor, type SteadyEditor } from './steadyEditor.ts';
import type { StudioOfServers } from './studioOfServers.ts';

const EQUAL_WITHIN_MS = 45_000;

/** A document and the editors who work on it. */
export interface CrewedDocument {
  readonly place: Place;
  readonly editors: readonly SteadyEditor[];
  /** Those who left in the middle, with whatever they had not sent. */
  readonly left: Set<SteadyEditor>;
}

/** Gathers editors in documents; each takes the next door, so that those of one document sit at different servers. */
export async function gatherCrews(
  studio: StudioOfServers,
  count: number,
  perDocument: number,
): Promise<readonly CrewedDocument[]> {
  const crews: CrewedDocument[] = [];
  for (let crew = 0; crew < count / perDocument; crew += 1) {
    const seats = await studio.newSeats(perDocument);
    const editors = await Promise.all(seats.map((seat, index) => joinAsEditor(seat, `d${crew}e${index}`)));
    const [place] = seats;
    if (place) crews.push({ place, editors, left: new Set() });
  }
  return crews;
}

/** Those of all documents who did not leave. */
export function stayedOf(crews: readonly CrewedDocument[]): readonly SteadyEditor[] {
  return crews.flatMap(({ editors, left }) => editors.filter((editor) => !left.has(editor)));
}

/** How many edits of all of them were acknowledged. */
export function acknowledgedBy(crews: readonly CrewedDocument[]): number {
  return crews.flatMap(({ editors }) => editors).reduce((sum, editor) => sum + editor.acknowledged(), 0);
}

/** Waits until everybody who stayed has everything acknowledged and holds the same; then compares with a fresh reader. */
export async function judgeCrews(
  crews: readonly CrewedDocument[],
  say: (line: string) => void,
): Promise<EditorsVerdict> {
  await Promise.all(stayedOf(crews).map((editor) => editor.settled()));
  const verdicts = await Promise.all(crews.map((crew) => judge(crew)));
  const total = (count: (verdict: EditorsVerdict) => number) => verdicts.reduce((sum, one) => sum + count(one), 0);
  const verdict = {
    lost: total(({ lost }) => lost),
    missing: total(({ missing }) => missing),
    invented: total(({ invented }) => invented),
    unequal: total(({ unequal }) => unequal),
  };
  say(`judged: ${JSON.stringify(verdict)}`);
  return verdict;
}

/**
 * Ends every server, starts one and reads what the database alone has: how many edits are not there. While a server lives
 * that heard of an edit, or an editor who saw it, one that was never stored looks as if it were.
 */
export async function countUnstored(studio: StudioOfServers, crews: readonly CrewedDocument[]): Promise<number> {
  await Promise.all(studio.servers.map((server) => server.kill()));
  await studio.servers[0]?.start();
  let unstored = 0;
  for (const { place, editors, left } of crews) {
    const reader = await joinAsEditor(place, 'reader');
    const stayed = editors.filter((editor) => !left.has(editor));
    const { lost, missing } = checkEditors(reader.doc, place.root, { stayed, left: [...left] });
    unstored += Math.max(lost, missing);
    reader.leave();
  }
  return unstored;
}

async function judge({ place, editors, left }: CrewedDocument): Promise<EditorsVerdict> {
  const stayed = editors.filter((editor) => !left.has(editor));
  const reader = await joinAsEditor(place, 'reader');
  const deadline = performance.now() + EQUAL_WITHIN_MS;
  const look = () => checkEditors(reader.doc, place.root, { stayed, left: [...left] });
  let verdict = look();
  // What is still on its way between servers arrives; what is lost does not, however long one waits.
  while (verdict.unequal + verdict.missing > 0 && performance.now() < deadline) {
    await delay(50);
    verdict = look();
  }
  reader.leave();
  for (const editor of stayed) editor.leave();
  return verdict;
}
