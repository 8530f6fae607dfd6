import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../client/dist', import.meta.url));

/** Another build of the client: the same page, whose every file with a hash has another name. */
export interface AnotherBuild {
  readonly folder: string;
  readonly name: string;
  remove(): void;
}

/** Makes another build from the one that is there. Names keep their length, so that every place that says one can be found. */
export function anotherBuild(): AnotherBuild {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-client-'));
  cpSync(BUILT, folder, { recursive: true });
  const build = /const BUILD = "([0-9a-f]+)"/.exec(readFileSync(join(folder, 'offline.js'), 'utf8'))?.[1] ?? '';
  const name = [...build].toReversed().join('');
  const assets = readdirSync(join(folder, 'assets'));
  const renamed = new Map([[build, name]]);
  for (const asset of assets) {
    const hash = /-([\w-]{8})\.(js|css)$/.exec(asset)?.[1];
    if (hash !== undefined) renamed.set(hash, `${hash.slice(1)}${hash.slice(0, 1)}`);
  }
  const inNewWords = (text: string) =>
    [...renamed]
      .reduce((words, [before, after]) => words.replaceAll(`-${before}.`, `-${after}.`), text)
      .replaceAll(build, name);
  for (const path of ['index.html', 'offline.js', ...assets.map((asset) => join('assets', asset))]) {
    if (!/\.(html|js|css)$/.test(path)) continue;
    writeFileSync(join(folder, path), inNewWords(readFileSync(join(folder, path), 'utf8')));
    renameSync(join(folder, path), join(folder, inNewWords(path)));
  }
  return { folder, name, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
