import { NodeIcon } from './NodeIcon.tsx';

/** The first line of a node: what it is and how it is called. */
export function NodeTitle({ type, name }: { readonly type: string; readonly name: string }) {
  return (
    <div className="flex h-8 shrink-0 items-center gap-2 px-2">
      <NodeIcon type={type} />
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
    </div>
  );
}
