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
  readonly children: ReactNode;
}

/** The box of every node: fixed size, my selection as a light border, colleagues' in their colours with their avatars. */
export function NodeFrame({ id, type, label, isSelected, children }: NodeFrameProps) {
  const people = usePeopleOn(id);
  const { width, height } = nodeShape(type);
  const theirs = people[0];
  return (
    <div
      role="group"
      aria-label={label}
      className={classNames(
        'group/node relative flex flex-col rounded border bg-surface-2 text-13 text-ink transition-[border-color]',
        isSelected ? 'border-ink' : 'border-line hover:border-line-strong',
      )}
      style={{
        width,
        height,
        boxShadow: isSelected ? '0 0 0 1px var(--ink)' : undefined,
        ...(theirs ? { outline: `2px solid ${theirs.color}`, outlineOffset: 2 } : {}),
      }}
    >
      {people.length > 0 && (
        <div className="absolute -top-7 right-0">
          <AvatarStack people={people} max={4} size="small" />
        </div>
      )}
      <div className="flex min-h-0 grow flex-col overflow-hidden rounded-[5px]">{children}</div>
      <NodeHandles type={type} />
    </div>
  );
}
