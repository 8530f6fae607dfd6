import type { FieldDefinition, InputHandle, NodeType } from './nodeType.ts';

const NAME = (fallback: string): FieldDefinition => ({ name: 'name', kind: 'line', label: 'Name', default: fallback });
const PROMPT: FieldDefinition = {
  name: 'prompt',
  kind: 'text',
  label: 'Prompt',
  placeholder: 'What the camera sees: subject, place, light, lens',
};
const QUALITY: FieldDefinition = {
  name: 'quality',
  kind: 'choice',
  label: 'Quality',
  default: 'project',
  choices: [
    { value: 'project', label: 'As the project' },
    { value: 'low', label: 'Low · 12 GB' },
    { value: 'standard', label: 'Standard · 16 GB' },
    { value: 'high', label: 'High · 24 GB' },
  ],
};
const COUNT: FieldDefinition = {
  name: 'count',
  kind: 'number',
  label: 'Takes a run',
  default: 1,
  min: 1,
  max: 16,
  step: 1,
  unit: '',
};
const ASSET_INPUTS: readonly InputHandle[] = [
  { id: 'characters', label: 'Characters', accepts: ['character'], max: 8 },
  { id: 'style', label: 'Style', accepts: ['style'], max: 1 },
  { id: 'location', label: 'Location', accepts: ['location'], max: 1 },
  { id: 'pipeline', label: 'Pipeline', accepts: ['pipeline'], max: 1 },
];

function asset(kind: 'character' | 'style' | 'location', label: string, help: string): NodeType {
  return {
    type: `asset.${kind}`,
    label,
    group: 'Assets',
    help,
    inputs: [],
    outputs: [{ id: kind, label, kind }],
    fields: [
      NAME(label),
      { name: 'description', kind: 'text', label: 'Description', placeholder: `What makes this ${kind} recognisable` },
      { name: 'reference', kind: 'media', label: 'Reference image' },
    ],
    runs: null,
  };
}

const SHOT: NodeType = {
  type: 'shot',
  label: 'Shot',
  group: 'Production',
  help: 'A slot of the film with its Takes. Wire what makes its picture into it, and shots into each other in order.',
  inputs: [
    { id: 'picture', label: 'Picture', accepts: ['video', 'image'], max: 1 },
    { id: 'previous', label: 'Shot before', accepts: ['shot'], max: 1 },
  ],
  outputs: [{ id: 'shot', label: 'Shot', kind: 'shot' }],
  fields: [
    { name: 'number', kind: 'line', label: 'Number', default: '' },
    NAME('Untitled shot'),
    { name: 'description', kind: 'text', label: 'Description', placeholder: 'What happens in this shot' },
    {
      name: 'durationFrames',
      kind: 'number',
      label: 'Duration',
      default: 48,
      min: 1,
      max: 14_400,
      step: 1,
      unit: 'frames',
    },
  ],
  runs: 'take',
};

const GENERATE_IMAGE: NodeType = {
  type: 'generate.image',
  label: 'Generate Image',
  group: 'Generate',
  help: 'Makes stills from a prompt and assets.',
  inputs: ASSET_INPUTS,
  outputs: [{ id: 'image', label: 'Image', kind: 'image' }],
  fields: [NAME('Image'), PROMPT, QUALITY, COUNT],
  runs: 'take',
};

const GENERATE_VIDEO: NodeType = {
  type: 'generate.video',
  label: 'Generate Video',
  group: 'Generate',
  help: 'Makes a clip that starts from an image and moves as the prompt says.',
  inputs: [{ id: 'image', label: 'First frame', accepts: ['image'], max: 1 }, ...ASSET_INPUTS],
  outputs: [{ id: 'video', label: 'Video', kind: 'video' }],
  fields: [
    NAME('Video'),
    PROMPT,
    { name: 'seconds', kind: 'number', label: 'Length', default: 3, min: 1, max: 5, step: 1, unit: 's' },
    QUALITY,
    COUNT,
  ],
  runs: 'take',
};

const PIPELINE: NodeType = {
  type: 'pipeline',
  label: 'Pipeline',
  group: 'Generate',
  help: 'Which pipeline the generators wired to it use, instead of their usual one.',
  inputs: [],
  outputs: [{ id: 'pipeline', label: 'Pipeline', kind: 'pipeline' }],
  fields: [NAME('Pipeline'), { name: 'pipelineId', kind: 'pipeline', label: 'Pipeline' }],
  runs: null,
};

const ASSEMBLER: NodeType = {
  type: 'assembler',
  label: 'Assembler',
  group: 'Production',
  help: 'Takes the last shot of a chain, fills the timeline and renders the film.',
  inputs: [{ id: 'shots', label: 'Last shot', accepts: ['shot'], max: 64 }],
  outputs: [],
  fields: [NAME('Film')],
  runs: 'render',
};

const NOTE: NodeType = {
  type: 'note',
  label: 'Note',
  group: 'Canvas',
  help: 'A text on the canvas for the team. It changes nothing.',
  inputs: [],
  outputs: [],
  fields: [{ name: 'text', kind: 'text', label: 'Note', placeholder: 'Write to the team' }],
  runs: null,
};

/** Every node type this client knows, in the order the Add menu shows. */
export const NODE_TYPES: readonly NodeType[] = [
  SHOT,
  GENERATE_IMAGE,
  GENERATE_VIDEO,
  asset('character', 'Character', 'A person or creature, described once and used in many prompts.'),
  asset('style', 'Style', 'The look: medium, palette, lens, grain.'),
  asset('location', 'Location', 'A place, described once and used in many prompts.'),
  PIPELINE,
  ASSEMBLER,
  NOTE,
];

const BY_TYPE: ReadonlyMap<string, NodeType> = new Map(NODE_TYPES.map((type) => [type.type, type]));

/** The definition of a type; undefined for one of a later version, which is drawn as a plain box and carried through. */
export function nodeType(type: string): NodeType | undefined {
  return BY_TYPE.get(type);
}
