import { createElement } from 'react';
import { nodeIcon } from './nodeIcons.ts';

export interface NodeIconProps {
  readonly type: string;
  readonly size?: number;
  readonly className?: string;
}

/** The icon of a node type. */
export function NodeIcon({ type, size = 14, className = 'shrink-0 text-ink-3' }: NodeIconProps) {
  return createElement(nodeIcon(type), { 'aria-hidden': true, size, strokeWidth: 1.75, className });
}
