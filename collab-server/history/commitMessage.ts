import { changeSchema, type Change } from '@studio/shared/api';

const KINDS = changeSchema.shape.kind.options;
const CHANGE_LINE = new RegExp(`^- (${KINDS.join('|')}): (.*?)(?: \\[([0-9a-f-]{36})\\])?$`);
const AUTOMATIC = 'Snapshot: automatic';

/** What a commit message of a snapshot says. */
export interface SnapshotMessage {
  readonly name: string;
  readonly isAutomatic: boolean;
  readonly changes: readonly Change[];
  readonly authors: readonly string[];
}

/** Writes a snapshot's commit message: the name, what changed in film words, and who did it. */
export function formatCommitMessage(message: SnapshotMessage): string {
  const lines = message.changes.map(
    (change) => `- ${change.kind}: ${oneLine(change.text)}${change.nodeId ? ` [${change.nodeId}]` : ''}`,
  );
  const trailers = [
    message.isAutomatic ? AUTOMATIC : 'Snapshot: named',
    ...message.authors.map((name) => `Co-authored-by: ${gitName(name)} <${emailOf(name)}>`),
  ];
  return [oneLine(message.name), lines.join('\n'), trailers.join('\n')].filter(Boolean).join('\n\n');
}

/** Reads a snapshot's commit message back; text of a commit from elsewhere reads as a name without changes. */
export function parseCommitMessage(text: string): SnapshotMessage {
  const lines = text.split('\n');
  const changes = lines.flatMap((line): Change[] => {
    const [, kind, said, nodeId] = CHANGE_LINE.exec(line) ?? [];
    const known = KINDS.find((candidate) => candidate === kind);
    return known && said !== undefined ? [{ kind: known, text: said, nodeId: nodeId ?? null }] : [];
  });
  const authors = lines.flatMap((line) => /^Co-authored-by: (.*) <[^>]*>$/.exec(line)?.[1] ?? []);
  return { name: lines[0] ?? '', isAutomatic: lines.includes(AUTOMATIC), changes, authors };
}

/** A name as git takes it in an author line. */
export function gitName(name: string): string {
  return oneLine(name).replace(/[<>]/g, '') || 'Somebody';
}

// People are known here by name alone; git wants an address, and this one reaches nobody.
function emailOf(name: string): string {
  return `${
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '.')
      .replace(/^\.+|\.+$/g, '') || 'somebody'
  }@studio.invalid`;
}

function oneLine(text: string): string {
  // Control characters too: git's list of commits is taken apart by two of them.
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
