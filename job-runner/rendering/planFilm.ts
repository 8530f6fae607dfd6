import { createHash } from 'node:crypto';
import { projectMeta, readClip, readNode, readRows, rootMap } from '@studio/shared/document';
import { textField } from '@studio/shared/graph';
import { fail, ok, type Result } from '@studio/shared/result';
import { type CompiledEdl, compileEdl, projectCut, projectRate, type Rate } from '@studio/shared/timeline';
import { type ProjectPages, projectSelections, projectTakes } from '../generation/projectReading.ts';

/** A film to render: its list, its format, and what had to be changed so that it plays. */
export interface FilmPlan {
  readonly edl: CompiledEdl;
  readonly rate: Rate;
  readonly width: number;
  readonly height: number;
  readonly notice: string;
  /** What the film is called in file names, such as `FILM`. */
  readonly label: string;
  /** Equal for equal films; renders of one hash share a version. */
  readonly hash: string;
}

/** The project's cut as it stands now. */
export function filmCut(pages: ProjectPages): ReturnType<typeof projectCut> {
  return projectCut({
    meta: projectMeta(pages.project),
    clips: readRows(rootMap(pages.project, 'clips'), readClip).values(),
    nodes: readRows(rootMap(pages.project, 'nodes'), readNode),
    takes: projectTakes(pages),
    selections: projectSelections(pages),
  });
}

/** Resolves the project's cut as it stands now and compiles its EDL. */
export function planFilm(pages: ProjectPages, assemblerId: string): Result<FilmPlan> {
  const assembler = readNode(assemblerId, rootMap(pages.project, 'nodes').get(assemblerId));
  if (!assembler) return fail('obstacles', 'This Assembler was removed.');
  const meta = projectMeta(pages.project);
  const resolved = filmCut(pages);
  if (!resolved.ok) return resolved;
  const edl = compileEdl(resolved.value.cut);
  if (!edl.ok) return edl;
  const { width, height } = meta;
  return ok({
    edl: edl.value,
    rate: projectRate(meta),
    width,
    height,
    notice: resolved.value.notices.map((notice) => notice.message).join(' '),
    label: (textField(assembler, 'name') || 'Film').toUpperCase(),
    hash: hashOf(edl.value, width, height),
  });
}

/** The text names reels; the hash must change with the media behind them. */
function hashOf({ text, reels }: CompiledEdl, width: number, height: number): string {
  const media = Object.entries(reels)
    .map(([reel, { mediaSha256 }]) => `${reel} ${mediaSha256}`)
    .sort();
  return createHash('sha256')
    .update([`${width}x${height}`, text, ...media].join('\n'))
    .digest('hex');
}
