import { useEffect, useMemo, useState } from 'react';
import { useProjectSession } from '../sync/useProject.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { bytesInWords } from './byteWords.ts';
import { cancelKeeping, freeBytes, keepCut, keepingKey, type KeptPlace, stopKeeping, useKeeping } from './keeping.ts';
import type { KeepProgress } from './keepFiles.ts';
import { readKept } from './keptMedia.ts';
import { useCutMedia } from './useCutMedia.ts';

/** Keeps the media of the cut on this device, or takes them off it: the size is said first. */
export function KeepDialog({ onClose }: { readonly onClose: () => void }) {
  const { me, projectId, clock } = useProjectSession();
  const place: KeptPlace = useMemo(
    () => ({ store: localStorage, personId: me.id, projectId, clock }),
    [me.id, projectId, clock],
  );
  const media = useCutMedia();
  const state = useKeeping((all) => all[keepingKey(place)]);
  const kept = readKept(localStorage, me.id, projectId);
  const free = useFreeBytes(state?.progress === undefined);
  const takes = media.takes === 1 ? '1 Take' : `${media.takes} Takes`;
  const room = free === undefined ? '' : ` ${bytesInWords(free)} free.`;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Keep on this device"
      actions={
        <KeepActions place={place} isKept={kept !== undefined} isBusy={state?.progress !== undefined} onClose={onClose}>
          <Button
            tone="primary"
            disabled={media.files.length === 0 || (free !== undefined && media.bytes > free)}
            onClick={() => void keepCut(place, media)}
          >
            Keep {bytesInWords(media.bytes)}
          </Button>
        </KeepActions>
      }
    >
      <div className="flex flex-col gap-3 text-13">
        {kept === undefined ? (
          <p>
            {takes} of the cut, {bytesInWords(media.bytes)}.{room}
          </p>
        ) : (
          <p>
            {kept.takes === 1 ? '1 Take' : `${kept.takes} Takes`} of the cut {kept.takes === 1 ? 'is' : 'are'} on this
            device, {bytesInWords(kept.bytes)}. They follow the cut while you are online.{room}
          </p>
        )}
        <p className="text-pretty text-ink-2">
          Kept are the Takes that the cut plays, in full quality, and the thumbnail and filmstrip of every Take: the cut
          plays here without a network, and every Take can be seen as a picture. The films of other Takes are not kept.
        </p>
        {(kept === undefined || state?.progress) && (
          <div className="min-h-7">{state?.progress && <Progress {...state.progress} />}</div>
        )}
        {state !== undefined && state.trouble !== '' && (
          <p role="alert" className="text-danger">
            {state.trouble}
          </p>
        )}
      </div>
    </Dialog>
  );
}

interface KeepActionsProps {
  readonly place: KeptPlace;
  readonly isKept: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}

function KeepActions({ place, isKept, isBusy, onClose, children }: KeepActionsProps) {
  if (isBusy) return <Button onClick={() => cancelKeeping(place)}>Cancel</Button>;
  return (
    <>
      <Button onClick={onClose}>Close</Button>
      {isKept ? <Button onClick={() => void stopKeeping(place)}>Remove the media from this device</Button> : children}
    </>
  );
}

function Progress({ files, ofFiles, bytes, ofBytes }: KeepProgress) {
  return (
    <div className="flex flex-col gap-1.5">
      <ProgressBar label="Keeping on this device" value={ofBytes === 0 ? undefined : bytes / ofBytes} />
      <p className="text-12 text-ink-2 tabular-nums">
        {files} of {ofFiles} files, {bytesInWords(bytes)} of {bytesInWords(ofBytes)}
      </p>
    </div>
  );
}

/** Asked again whenever what is kept changes. */
function useFreeBytes(changes: unknown): number | undefined {
  const [free, setFree] = useState<number>();
  useEffect(() => {
    let isGone = false;
    void freeBytes().then((bytes) => {
      if (!isGone) setFree(bytes);
    });
    return () => {
      isGone = true;
    };
  }, [changes]);
  return free;
}
