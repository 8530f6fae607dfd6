import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
  /** The row of buttons at the bottom. */
  readonly actions?: ReactNode;
  readonly isWide?: boolean;
}

const FIELDS = 'input:not([readonly]), textarea, select, [role=combobox]';

/** A modal with a title; Escape and the cross close it, focus returns to where it was. */
export function Dialog({ isOpen, onOpenChange, title, description, children, actions, isWide = false }: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          ref={content}
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            // Without a field the cross would come first, and show its name at once.
            if (content.current?.querySelector(FIELDS)) return;
            event.preventDefault();
            content.current?.focus();
          }}
          className={classNames(
            'fixed z-40 flex max-h-[85dvh] flex-col rounded border bg-surface-2 shadow-float outline-none',
            'inset-x-2 bottom-2 wide:inset-x-auto wide:bottom-auto wide:top-[12dvh] wide:left-1/2 wide:-translate-x-1/2',
            isWide ? 'wide:w-[640px]' : 'wide:w-[440px]',
          )}
        >
          <header className="border-b py-3 pr-12 pl-4">
            <Radix.Title className="text-16 font-semibold">{title}</Radix.Title>
            {description !== undefined && (
              <Radix.Description className="text-13 text-ink-2">{description}</Radix.Description>
            )}
          </header>
          <div className="min-h-0 overflow-auto p-4">{children}</div>
          {actions !== undefined && <footer className="flex justify-end gap-2 border-t px-4 py-3">{actions}</footer>}
          {/* Last, so that the first field gets the focus when the dialog opens. */}
          <Radix.Close asChild>
            <IconButton icon={X} label="Close" size="small" className="absolute top-3 right-2" />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
