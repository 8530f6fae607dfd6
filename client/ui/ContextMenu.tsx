import { ContextMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { classNames } from './classNames.ts';
import { Kbd } from './Kbd.tsx';
import type { MenuAction } from './menuAction.ts';
import { MENU_LINE_STYLE, MENU_STYLE } from './menuStyle.ts';

export interface ContextMenuProps {
  readonly children: ReactElement;
  readonly actions: readonly MenuAction[];
}

/** What can be done with the thing under the pointer. Everything in it can be reached another way too. */
export function ContextMenu({ children, actions }: ContextMenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className={MENU_STYLE}>
          {actions.map((action, index) => (
            <ContextLine key={`${index}-${'label' in action ? action.label : ''}`} action={action} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function ContextLine({ action }: { readonly action: MenuAction }) {
  if (action.kind === 'line') return <Radix.Separator className="my-1 h-px bg-line" />;
  if (action.kind === 'heading')
    return <Radix.Label className="px-2 py-1 text-12 text-ink-3">{action.label}</Radix.Label>;
  if (action.kind === 'check') {
    return (
      <Radix.CheckboxItem checked={action.isOn} onSelect={action.onSelect} className={MENU_LINE_STYLE}>
        {action.label}
      </Radix.CheckboxItem>
    );
  }
  return (
    <Radix.Item
      disabled={action.isDisabled === true}
      onSelect={action.onSelect}
      className={classNames(MENU_LINE_STYLE, action.isDangerous === true && 'text-danger')}
    >
      <span className="grow">{action.label}</span>
      {action.shortcut !== undefined && <Kbd keys={action.shortcut} />}
    </Radix.Item>
  );
}
