import { describeVariables } from '@studio/shared/configuration';
import { fail, ok, type Result } from '@studio/shared/result';

/** What the words after `npm start --` ask for. */
export interface CommandLine {
  readonly wantsHelp: boolean;
  readonly isVerbose: boolean;
  /** The role, as written; it wins over STUDIO_ROLE. */
  readonly role?: string;
}

/** Reads the words after `npm start --`; fails with the first one that it does not know. */
export function parseCommandLine(args: readonly string[]): Result<CommandLine, 'unknown-option'> {
  let line: CommandLine = { wantsHelp: false, isVerbose: false };
  const words = args.flatMap((word) =>
    word.startsWith('--role=') ? ['--role', word.slice('--role='.length)] : [word],
  );
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === '--help' || word === '-h') line = { ...line, wantsHelp: true };
    else if (word === '--verbose' || word === '-v') line = { ...line, isVerbose: true };
    else if (word === '--role') {
      index += 1;
      line = { ...line, role: words[index] ?? '' };
    } else return fail('unknown-option', `'${word}' is no option of npm start. Options: --role, --verbose, --help.`);
  }
  return ok(line);
}

/** The text of `npm start -- --help`. */
export function helpText(): string {
  return `Production Canvas: a film studio in the browser.

  npm start                        the whole studio on this machine
  npm start -- --role collab       a collab-server alone
  npm start -- --role runner       a job-runner alone
  npm start -- --verbose           with everything that goes to the log files
  npm start -- --help              this text

Settings are environment variables, such as: PORT=4000 npm start

${describeVariables()}`;
}
