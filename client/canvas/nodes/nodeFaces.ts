import { UNKNOWN_FACE } from '../canvasBinding.ts';
import { AssemblerNode } from './AssemblerNode.tsx';
import { AssetNode } from './AssetNode.tsx';
import { GenerateNode } from './GenerateNode.tsx';
import { NoteNode } from './NoteNode.tsx';
import { PipelineNode } from './PipelineNode.tsx';
import { ShotNode } from './ShotNode.tsx';
import { UnknownNode } from './UnknownNode.tsx';
import { withDistance } from './withDistance.tsx';

const GENERATE = withDistance(GenerateNode);
const ASSET = withDistance(AssetNode);

/** The face of each node type. A constant: React Flow mounts every node anew when this object changes. */
export const NODE_FACES = {
  shot: withDistance(ShotNode),
  'generate.image': GENERATE,
  'generate.video': GENERATE,
  'asset.character': ASSET,
  'asset.style': ASSET,
  'asset.location': ASSET,
  pipeline: withDistance(PipelineNode),
  assembler: withDistance(AssemblerNode),
  note: withDistance(NoteNode),
  [UNKNOWN_FACE]: UnknownNode,
};
