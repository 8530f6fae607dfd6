/** What oxlint reports for a file or a function that is too long. */
export interface OversizeReport {
  readonly filename: string;
  readonly message: string;
}

/** Path from the root to the longest length, in lines, that a waived file or function of it may have. */
export type SizeWaivers = Readonly<Record<string, number>>;

/**
 * Compares what is too long with the waivers and gives one sentence per problem. A waiver is exact: whoever makes the file or function shorter
 * lowers the number, and nobody can grow it, so the list only shrinks.
 */
export function checkSizes(reports: readonly OversizeReport[], waivers: SizeWaivers): string[] {
  const longest = new Map<string, { lines: number; message: string }>();
  for (const { filename, message } of reports) {
    const lines = Number(/\((\d+)\)/.exec(message)?.[1] ?? Number.POSITIVE_INFINITY);
    if (lines > (longest.get(filename)?.lines ?? 0)) longest.set(filename, { lines, message });
  }
  const problems: string[] = [];
  for (const [filename, { lines, message }] of longest) {
    const waived = waivers[filename];
    if (waived === undefined || lines > waived)
      problems.push(`${filename}: ${message} Find the missing idea and split it.`);
    else if (lines < waived)
      problems.push(
        `${filename}: shorter than its waiver; lower it from ${waived} to ${lines} in infra/checks/sizeWaivers.json.`,
      );
  }
  for (const filename of Object.keys(waivers)) {
    if (!longest.has(filename))
      problems.push(`${filename}: within the limits now; remove it from infra/checks/sizeWaivers.json.`);
  }
  return problems;
}
