import { nodeType, type HandleKind, type InputHandle, type OutputHandle } from '@studio/shared/graph';
import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import { kindColor } from '../kindColor.ts';
import { nodeShape } from '../nodeShape.ts';

/** The handles of a type, coloured by what flows through them; their names show on hover and while a wire is dragged. */
export const NodeHandles = memo(function NodeHandles({ type }: { readonly type: string }) {
  const known = nodeType(type);
  const { inputTops, outputTops } = nodeShape(type);
  return (
    <>
      {known?.inputs.map((input, at) => (
        <InputDot key={input.id} input={input} top={inputTops[at] ?? 0} />
      ))}
      {known?.outputs.map((output, at) => (
        <OutputDot key={output.id} output={output} top={outputTops[at] ?? 0} />
      ))}
    </>
  );
});

function InputDot({ input, top }: { readonly input: InputHandle; readonly top: number }) {
  return (
    <Handle
      id={input.id}
      type="target"
      position={Position.Left}
      style={{ top }}
      className="canvas-handle"
      title={input.label}
    >
      <Dot kind={input.accepts[0]} />
      <span className="canvas-handle-label right-4">{input.label}</span>
    </Handle>
  );
}

function OutputDot({ output, top }: { readonly output: OutputHandle; readonly top: number }) {
  return (
    <Handle
      id={output.id}
      type="source"
      position={Position.Right}
      style={{ top }}
      className="canvas-handle"
      title={output.label}
    >
      <Dot kind={output.kind} />
      <span className="canvas-handle-label left-4">{output.label}</span>
    </Handle>
  );
}

function Dot({ kind }: { readonly kind: HandleKind | undefined }) {
  return <span className="canvas-handle-dot" style={{ background: kindColor(kind) }} />;
}
