/** What a program did: its edits are numbered from 1, and the server acknowledges them in that order. */
export interface WriterRecord {
  readonly writer: string;
  readonly written: number;
  readonly acknowledged: number;
}

/** What a reader found of one program: every edit sets a key of its own and appends its number to the program's list. */
export interface WriterTrace {
  readonly keys: ReadonlySet<number>;
  readonly list: readonly number[];
}

/** A document as a reader found it, by program. */
export type Reading = ReadonlyMap<string, WriterTrace>;

/** What can be wrong with an edit that was made. */
export const FLAWS = ['lost', 'doubled', 'disordered', 'vanished', 'torn', 'invented'] as const;
/** One of the flaws. */
export type Flaw = (typeof FLAWS)[number];

/** Edits with a flaw, each as `<writer>.<number>`. */
export type Verdict = Readonly<Record<Flaw, readonly string[]>>;

const NO_TRACE: WriterTrace = { keys: new Set(), list: [] };

/**
 * Compares a document with what was written into it. Lost: acknowledged and not there. Doubled: there more than once.
 * Disordered: there before, or without, an earlier edit of the same program. Vanished: in `earlier`, an older reading of
 * the same document, and gone. Torn: half of a transaction. Invented: never written.
 */
export function checkEdits(records: readonly WriterRecord[], reading: Reading, earlier?: Reading): Verdict {
  const known = new Set(records.map(({ writer }) => writer));
  const strangers = [...reading].filter(([writer]) => !known.has(writer));
  const verdicts = [
    ...records.map((record) =>
      checkWriter(record, reading.get(record.writer) ?? NO_TRACE, earlier?.get(record.writer)),
    ),
    ...strangers.map(([writer, trace]) => checkWriter({ writer, written: 0, acknowledged: 0 }, trace, undefined)),
  ];
  const all = (flaw: Flaw) => verdicts.flatMap((verdict) => verdict[flaw]);
  return {
    lost: all('lost'),
    doubled: all('doubled'),
    disordered: all('disordered'),
    vanished: all('vanished'),
    torn: all('torn'),
    invented: all('invented'),
  };
}

function checkWriter(record: WriterRecord, { keys, list }: WriterTrace, earlier = NO_TRACE): Verdict {
  const listed = new Set(list);
  const isThere = (edit: number) => keys.has(edit) && listed.has(edit);
  const acknowledged = Array.from({ length: record.acknowledged }, (_none, index) => index + 1);
  const found = [...new Set([...keys, ...list])];
  const named = (edits: Iterable<number>) => [...new Set(edits)].map((edit) => `${record.writer}.${edit}`);
  return {
    lost: named(acknowledged.filter((edit) => !isThere(edit))),
    doubled: named(list.filter((edit, index) => list.indexOf(edit) !== index)),
    // The first time an edit is listed, its predecessor must be the newest so far.
    disordered: named([...listed].filter((edit, index, firsts) => edit !== (firsts[index - 1] ?? 0) + 1)),
    vanished: named([...earlier.keys, ...earlier.list].filter((edit) => !isThere(edit))),
    torn: named(found.filter((edit) => !isThere(edit))),
    invented: named(found.filter((edit) => !Number.isSafeInteger(edit) || edit < 1 || edit > record.written)),
  };
}
