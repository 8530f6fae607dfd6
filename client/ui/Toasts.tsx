import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { Button } from './Button.tsx';
import { classNames } from './classNames.ts';
import { IconButton } from './IconButton.tsx';
import { dismissNotice, useNotices } from './notify.ts';

/** Where notices appear. One on the page. */
export function Toasts() {
  const shown = useNotices((state) => state.shown);
  return (
    <Radix.Provider duration={6000} swipeDirection="down">
      {shown.map((notice) => (
        <Radix.Root
          key={notice.id}
          type={notice.tone === 'error' ? 'foreground' : 'background'}
          duration={notice.tone === 'error' ? 10_000 : 6000}
          onOpenChange={(isOpen) => !isOpen && dismissNotice(notice.id)}
          className={classNames(
            'flex animate-[rise_160ms_cubic-bezier(0.2,0,0,1)] items-start gap-2 rounded border bg-surface-2 py-2 pr-1.5 pl-3 shadow-float',
            notice.tone === 'error' && 'border-danger',
          )}
        >
          <Radix.Description className="min-w-0 grow py-0.5 text-13 text-ink">{notice.message}</Radix.Description>
          {notice.action && (
            <Radix.Action asChild altText={notice.action.label}>
              <Button size="small" onClick={notice.action.onSelect}>
                {notice.action.label}
              </Button>
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <IconButton icon={X} label="Dismiss" size="small" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-2 bottom-14 z-50 flex w-[360px] max-w-[calc(100vw-16px)] flex-col gap-2 outline-none wide:right-4 wide:bottom-10" />
    </Radix.Provider>
  );
}
