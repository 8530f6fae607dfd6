import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement } from 'react';
import { classNames } from './classNames.ts';
import { Kbd } from './Kbd.tsx';
import type { MenuAction } from './menuAction.ts';
import { MENU_LINE_STYLE, MENU_STYLE } from './menuStyle.ts';

export interface MenuProps {
  readonly trigger: ReactElement;
  readonly actions: readonly MenuAction[];
  readonly align?: 'start' | 'end';
}

/** A menu that opens from its trigger. */
export function Menu({ trigger, actions, align = 'end' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className={MENU_STYLE}>
          {actions.map((action, index) => (
            <MenuLine key={`${index}-${'label' in action ? action.label : ''}`} action={action} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function MenuLine({ action }: { readonly action: MenuAction }) {
  if (action.kind === 'line') return <Radix.Separator className="my-1 h-px bg-line" />;
  if (action.kind === 'heading')
    return <Radix.Label className="truncate px-2 py-1 text-12 text-ink-3">{action.label}</Radix.Label>;
  if (action.kind === 'check') {
    return (
      <Radix.CheckboxItem checked={action.isOn} onSelect={action.onSelect} className={MENU_LINE_STYLE}>
        <span className="inline-flex w-4">{action.isOn && <Check aria-hidden size={14} />}</span>
        {action.label}
      </Radix.CheckboxItem>
    );
  }
  const { icon: Icon } = action;
  return (
    <Radix.Item
      disabled={action.isDisabled === true}
      onSelect={action.onSelect}
      className={classNames(MENU_LINE_STYLE, action.isDangerous === true && 'text-danger')}
    >
      {Icon && <Icon aria-hidden size={14} strokeWidth={1.75} />}
      <span className="grow">{action.label}</span>
      {action.shortcut !== undefined && <Kbd keys={action.shortcut} />}
    </Radix.Item>
  );
}
