import { dirname, join } from 'node:path/posix';
import { isTestFile } from './houseRule.ts';

const DOMAIN = ['shared', 'workflows'];
const EVERYTHING = ['shared', 'workflows', 'client', 'collab-server', 'job-runner', 'infra', 'bench', 'e2e'];

/** Workspace to the workspaces it may import, apart from itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  workflows: ['shared'],
  client: DOMAIN,
  'collab-server': DOMAIN,
  'job-runner': DOMAIN,
  infra: DOMAIN,
  bench: EVERYTHING,
  e2e: EVERYTHING,
};

const PACKAGES_OF_SHARED = ['yjs', 'y-protocols', 'lib0', 'zod', 'fractional-indexing'];
// Time stands below timelines: these files know nothing of tracks and clips.
const TIME = /^shared\/timeline\/(timecode|rate|rationalTime|typedTimecode|timelineReason)\.ts$/;

/**
 * Says why a file may not import something and where the code belongs instead, or undefined when it may.
 * Both are given as written: `importer` is a path from the root of the repository, `specifier` the text after `from`.
 */
export function explainImport(importer: string, specifier: string): string | undefined {
  const from = importer.split('/')[0] ?? '';
  const allowed = ARROWS[from];
  if (!allowed) return undefined;
  const target = targetPath(importer, specifier);
  if (target === undefined) return explainPackage(importer, from, specifier);
  const to = target.split('/')[0] ?? '';
  if (to === from) return from === 'shared' ? explainInsideShared(importer, target) : undefined;
  if (!(to in ARROWS)) return undefined;
  if (to === 'infra' && isTestFile(importer) && target.startsWith('infra/testing')) return undefined;
  if (!allowed.includes(to)) return explainArrow(from, to);
  if (specifier.startsWith('.') && DOMAIN.includes(to))
    return `Import '@studio/${to}/…' instead of a path into ${to}/: its package.json lists what is public.`;
  return undefined;
}

/** The imported file or workspace as a path from the root; undefined for packages from outside. */
function targetPath(importer: string, specifier: string): string | undefined {
  if (specifier.startsWith('@studio/')) return specifier.slice('@studio/'.length);
  if (specifier.startsWith('.')) return join(dirname(importer), specifier);
  return undefined;
}

function explainArrow(from: string, to: string): string {
  if (from === 'shared')
    return `shared/ knows nobody, so it cannot import ${to}/. Code that needs ${to}/ belongs there; pass shared/ what it needs as a parameter.`;
  if (to === 'infra')
    return `${from}/ cannot import infra/: only tests may, and only infra/testing. What the product needs belongs in ${from}/ or shared/.`;
  if (from === 'workflows' || from === 'infra')
    return `${from}/ knows only the domain. Code that needs ${to}/ belongs in ${to}/.`;
  return `${from}/ and ${to}/ never import each other. Pure code that both need belongs in shared/; what one tells the other goes over HTTP, with its schema in shared/api.`;
}

function explainPackage(importer: string, from: string, specifier: string): string | undefined {
  if (isTestFile(importer)) return undefined;
  if (from === 'client' && specifier.startsWith('node:') && !importer.endsWith('.config.ts')) {
    return `client/ runs in the browser, where there is no '${specifier}'. Code that needs it belongs in collab-server/ or job-runner/.`;
  }
  if (from !== 'shared') return undefined;
  const name = specifier.split('/')[0] ?? '';
  if (PACKAGES_OF_SHARED.includes(name)) return undefined;
  return `shared/ does no I/O and draws nothing, so it cannot import '${specifier}'. Code that needs it belongs in client/, collab-server/ or job-runner/; pass shared/ the result.`;
}

function explainInsideShared(importer: string, target: string): string | undefined {
  if (isTestFile(importer)) return undefined;
  const [, fromFolder] = importer.split('/');
  const [, toFolder] = target.split('/');
  const siblings = ['document', 'graph'];
  if (fromFolder !== toFolder && siblings.includes(fromFolder ?? '') && siblings.includes(toFolder ?? '')) {
    return `shared/document and shared/graph are siblings: a record whose node type is unknown is still valid. Code that needs both belongs in a folder above them, such as shared/jobs.`;
  }
  if (TIME.test(importer) && toFolder === 'timeline' && !TIME.test(target)) {
    return `Time knows nothing of timelines: ${importer} may import only rates, timecode, reasons and results. Code about tracks and clips belongs in another file of shared/timeline.`;
  }
  return undefined;
}
