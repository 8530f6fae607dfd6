/** Something the palette reaches. */
export interface PaletteEntry {
  readonly id: string;
  readonly group: 'View' | 'Command' | 'Shot' | 'Person' | 'Take';
  readonly label: string;
  /** The key that does the same. */
  readonly shortcut?: string;
  readonly onSelect: () => void;
}

const MOST_SHOWN = 60;

/**
 * The entries that hold every word of the query, best first: a name that begins with it, then one with a word that does,
 * then the rest. Without a query the Takes are left out: there are too many of them to begin with.
 */
export function findEntries(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return entries.filter((entry) => entry.group !== 'Take').slice(0, MOST_SHOWN);
  const words = wanted.split(/\s+/);
  const found = entries.flatMap((entry) => {
    const label = entry.label.toLowerCase();
    const text = `${label} ${entry.group.toLowerCase()}`;
    return words.every((word) => text.includes(word)) ? [{ entry, rank: rankOf(label, wanted) }] : [];
  });
  // A stable sort: entries of one rank keep the order in which they came.
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_SHOWN)
    .map(({ entry }) => entry);
}

function rankOf(label: string, wanted: string): number {
  if (label.startsWith(wanted)) return 0;
  return label.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
}
