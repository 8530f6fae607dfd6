import type { Rate } from '@studio/shared/timeline';
import { useEffect } from 'react';
import { Playhead } from '../player/playhead.ts';
import type { ProjectSession } from '../sync/projectSession.ts';
import { useProjectSession } from '../sync/useProject.tsx';

const heads = new WeakMap<ProjectSession, Playhead>();

/** The playhead of the cut: one a project, so that the dock and the timeline stand on the same frame. */
function headOf(session: ProjectSession, frames: number, rate: Rate): Playhead {
  const known = heads.get(session);
  if (known && known.rate === rate) return known;
  const head = new Playhead(frames, rate);
  heads.set(session, head);
  return head;
}

/** The cut's playhead, as long as the cut; others see where it stands. */
export function useCutPlayhead(frames: number, rate: Rate): Playhead {
  const session = useProjectSession();
  const head = headOf(session, frames, rate);
  useEffect(() => head.setLength(frames), [head, frames]);
  useEffect(() => {
    const tell = () => session.presence.show({ playhead: head.state().frame });
    tell();
    const stop = head.subscribe(tell);
    return () => {
      stop();
      head.pause();
      session.presence.show({ playhead: null });
    };
  }, [head, session]);
  return head;
}
