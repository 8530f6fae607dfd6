import { takeFrameAt } from '../player/frameMath.ts';
import type { Playhead } from '../player/playhead.ts';

/**
 * Makes one playhead follow another, so that two Takes stand on the same frame and run together; returns how to stop. A
 * follower that ends earlier waits on its last frame.
 */
export function linkPlayheads(leader: Playhead, follower: Playhead): () => void {
  const follow = () => {
    const { frame, speed } = leader.state();
    const own = follower.state();
    const target = takeFrameAt(frame, leader.rate, { frames: own.frames, rate: follower.rate });
    if (speed === 0) {
      if (own.speed !== 0 || own.frame !== target) follower.seek(target);
      return;
    }
    const hasEnded = own.frame >= own.frames - 1 && speed > 0;
    const isOff = Math.abs(own.frame - target) > 3;
    if (own.speed === speed && !isOff) return;
    if (hasEnded && target >= own.frames - 1) return;
    follower.runFrom(target, speed);
  };
  follow();
  return leader.subscribe(follow);
}
