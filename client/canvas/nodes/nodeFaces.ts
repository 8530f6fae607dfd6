import { UNKNOWN_FACE } from '../canvasBinding.ts';
import { AssemblerNode } from './AssemblerNode.tsx';
import { AssetNode } from './AssetNode.tsx';
import { GenerateNode } from './GenerateNode.tsx';
import { NoteNode } from './NoteNode.tsx';
import { PipelineNode } from './PipelineNode.tsx';
import { ShotNode } from './ShotNode.tsx';
import { UnknownNode } from './UnknownNode.tsx';

/** The face of each node type. A constant: React Flow mounts every node anew when this object changes. */
export const NODE_FACES = {
  shot: ShotNode,
  'generate.image': GenerateNode,
  'generate.video': GenerateNode,
  'asset.character': AssetNode,
  'asset.style': AssetNode,
  'asset.location': AssetNode,
  pipeline: PipelineNode,
  assembler: AssemblerNode,
  note: NoteNode,
  [UNKNOWN_FACE]: UnknownNode,
};
