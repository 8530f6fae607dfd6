import { X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { reloadToUpdate, useNewVersion } from './keepPage.ts';

/** Says quietly that a newer version is here. It is never taken by itself; put away, it stays in the settings menu. */
export function NewVersionOffer() {
  const isReady = useNewVersion((state) => state.isReady);
  const [isPutAway, setPutAway] = useState(false);
  const [isBusy, setBusy] = useState(false);
  if (!isReady || isPutAway) return null;
  const reload = () => {
    setBusy(true);
    void reloadToUpdate();
  };
  return (
    <div
      role="status"
      className="fixed bottom-16 left-3 z-30 flex max-w-[calc(100vw-24px)] items-center gap-2 rounded border bg-surface-2 py-1.5 pr-1.5 pl-3 shadow-float wide:bottom-3 wide:left-20"
    >
      <p className="text-13 text-pretty">A new version is ready. Reload when it suits you.</p>
      <Button size="small" isBusy={isBusy} onClick={reload}>
        Reload
      </Button>
      <IconButton icon={X} label="Later" size="small" onClick={() => setPutAway(true)} />
    </div>
  );
}
