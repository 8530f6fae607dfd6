import type { Json } from '@studio/shared/document';
import { type FieldDefinition, fieldDefinition, type Graph, type GraphNode, nodeLabel } from '@studio/shared/graph';
import type { Loss, LostRecord, LostValue } from '../sync/lost/lostValues.ts';

/** Where names come from. */
export interface LossSources {
  readonly graph: Graph;
  readonly shotOfClip: (clipId: string) => string | undefined;
  readonly takeName: (takeId: string) => string | undefined;
}

/** A loss as a person reads it. `mine` and `theirs` are empty for a record. */
export interface LossWords {
  readonly title: string;
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

const META_LABELS: { readonly [field: string]: string } = {
  title: 'Title',
  logline: 'Logline',
  rate: 'Frame rate',
  width: 'Width',
  height: 'Height',
  quality: 'Quality',
};
const CLIP_LABELS: { readonly [field: string]: string } = {
  order: 'Place in the cut',
  trimInFrames: 'In point',
  durationFrames: 'Duration',
  dissolveFrames: 'Dissolve',
};
const NODE_LABELS: { readonly [field: string]: string } = { position: 'Position', type: 'Type' };

/** Says what was lost, in the words of the screen it belongs to. */
export function lossWords(loss: Loss, sources: LossSources): LossWords {
  return loss.kind === 'record' ? recordWords(loss, sources) : valueWords(loss, sources);
}

function recordWords({ place, copy }: LostRecord, sources: LossSources): LossWords {
  const fields = { ...copy.fields, ...copy.texts };
  const shotId = typeof fields['shotId'] === 'string' ? fields['shotId'] : '';
  const title =
    place.root === 'nodes'
      ? nodeLabel({ id: place.row, type: String(fields['type']), fields })
      : place.root === 'clips'
        ? clipTitle(shotId, sources)
        : 'A track';
  return { title, label: 'Removed while you worked in it', mine: '', theirs: '' };
}

function valueWords({ place, mine, theirs }: LostValue, sources: LossSources): LossWords {
  const { root, row, field } = place;
  switch (root) {
    case 'meta':
      return { title: 'The project', label: META_LABELS[row] ?? row, mine: plain(mine), theirs: plain(theirs) };
    case 'selections': {
      const name = (value: Json) =>
        typeof value === 'string' ? (sources.takeName(value) ?? 'a Take') : 'the first Take';
      return {
        title: titleOf(sources.graph.nodes.get(row)),
        label: 'Active Take',
        mine: name(mine),
        theirs: name(theirs),
      };
    }
    case 'clips':
      return clipWords(row, field ?? '', { mine, theirs }, sources);
    case 'tracks':
      return { title: 'A track', label: field ?? '', mine: plain(mine), theirs: plain(theirs) };
    case 'nodes':
      return nodeWords(sources.graph.nodes.get(row), field ?? '', { mine, theirs });
  }
}

interface Both {
  readonly mine: Json;
  readonly theirs: Json;
}

function nodeWords(node: GraphNode | undefined, field: string, { mine, theirs }: Both): LossWords {
  const definition = node && fieldDefinition(node.type, field);
  const label = NODE_LABELS[field] ?? definition?.label ?? field;
  const say = (value: Json) => (definition ? fieldWords(definition, value) : plain(value));
  return { title: titleOf(node), label, mine: say(mine), theirs: say(theirs) };
}

function clipWords(clipId: string, field: string, { mine, theirs }: Both, sources: LossSources): LossWords {
  const title = clipTitle(sources.shotOfClip(clipId) ?? '', sources);
  const label = CLIP_LABELS[field] ?? field;
  if (field === 'order') return { title, label, mine: 'where you put it', theirs: 'where they put it' };
  const frames = (value: Json) => (typeof value === 'number' && value > 0 ? `${value} frames` : 'none set');
  return field in CLIP_LABELS
    ? { title, label, mine: frames(mine), theirs: frames(theirs) }
    : { title, label, mine: plain(mine), theirs: plain(theirs) };
}

function clipTitle(shotId: string, { graph }: LossSources): string {
  const shot = graph.nodes.get(shotId);
  return shot ? `${nodeLabel(shot)} in the cut` : 'A clip';
}

function titleOf(node: GraphNode | undefined): string {
  return node ? nodeLabel(node) : 'A removed node';
}

function fieldWords(definition: FieldDefinition, value: Json): string {
  const shown = value === null && 'default' in definition ? definition.default : value;
  switch (definition.kind) {
    case 'choice':
      return definition.choices.find((choice) => choice.value === shown)?.label ?? plain(shown);
    case 'number':
      return [plain(shown), definition.unit].filter(Boolean).join(' ');
    case 'media':
      return value === null ? 'no image' : 'another image';
    default:
      return plain(shown);
  }
}

function plain(value: Json): string {
  if (value === null || value === '') return 'empty';
  if (typeof value === 'object' && 'x' in value && 'y' in value) return `${round(value.x)}, ${round(value.y)}`;
  return typeof value === 'object' ? 'another value' : String(value);
}

function round(value: unknown): string {
  return typeof value === 'number' ? String(Math.round(value)) : '';
}
