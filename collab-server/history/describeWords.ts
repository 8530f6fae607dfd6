const SHOWN_WORDS = 24;

/** Says how a text changed, word by word: what stands between the common beginning and the common end. */
export function describeWords(from: string, to: string): string {
  const [was, is] = [wordsOf(from), wordsOf(to)];
  let start = 0;
  while (start < was.length && start < is.length && was[start] === is[start]) start += 1;
  let end = 0;
  while (end < was.length - start && end < is.length - start && was[was.length - 1 - end] === is[is.length - 1 - end])
    end += 1;
  const removed = quote(was.slice(start, was.length - end));
  const added = quote(is.slice(start, is.length - end));
  if (removed === '') return `${added} added`;
  if (added === '') return `${removed} removed`;
  return `${removed} → ${added}`;
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function quote(words: readonly string[]): string {
  if (words.length === 0) return '';
  return `“${words.slice(0, SHOWN_WORDS).join(' ')}${words.length > SHOWN_WORDS ? ' …' : ''}”`;
}
