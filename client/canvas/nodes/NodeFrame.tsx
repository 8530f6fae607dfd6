import type { ReactNode } from 'react';
import { AvatarStack } from '../../ui/AvatarStack.tsx';
import { classNames } from '../../ui/classNames.ts';
import { nodeShape } from '../nodeShape.ts';
import { usePeopleOn } from '../usePeopleOn.ts';
import { NodeHandles } from './NodeHandles.tsx';

export interface NodeFrameProps {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly isSelected: boolean;
  /** Drawn small: lines and avatars are larger then, and the names of handles are left out. */
  readonly isFar?: boolean;
  readonly children: ReactNode;
}

/** The box of every node: fixed size, my selection as a light border, colleagues' in their colours with their avatars. */
export function NodeFrame({ id, type, label, isSelected, isFar = false, children }: NodeFrameProps) {
  const people = usePeopleOn(id);
  const { width, height } = nodeShape(type);
  const theirs = people[0];
  const line = isFar ? 4 : 1;
  return (
    <div
      role="group"
      aria-label={label}
      className={classNames(
        isFar && 'far-node',
        'group/node relative flex flex-col rounded border bg-surface-2 text-13 text-ink transition-[border-color]',
        isSelected ? 'border-ink' : 'border-line hover:border-line-strong',
      )}
      style={{
        width,
        height,
        boxShadow: isSelected ? `0 0 0 ${line}px var(--ink)` : undefined,
        ...(theirs ? { outline: `${line + 1}px solid ${theirs.color}`, outlineOffset: line + 1 } : {}),
      }}
    >
      {people.length > 0 && (
        <div className={classNames('absolute -top-7 right-0', isFar && 'origin-bottom-right scale-250')}>
          <AvatarStack people={people} max={4} size="small" />
        </div>
      )}
      <div className="flex min-h-0 grow flex-col overflow-hidden rounded-[5px]">{children}</div>
      <NodeHandles type={type} />
    </div>
  );
}
