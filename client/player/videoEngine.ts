import type { Rate } from '@studio/shared/timeline';
import { frameOfMediaTime, framesPerSecond, seekSeconds } from './frameMath.ts';
import type { PictureEngine } from './playhead.ts';
import type { Speed } from './shuttle.ts';

/** What an engine tells its playhead. */
export interface EngineReports {
  arrive(frame: number): void;
  fail(problem: string): void;
}

/**
 * Draws the frames of one video element exactly: seeks to the middle of a frame, and while playing believes only the
 * frame callback. Browsers cannot play backwards, so backwards is a row of seeks against the clock.
 */
export class VideoEngine implements PictureEngine {
  readonly #video: HTMLVideoElement;
  readonly #rate: Rate;
  readonly #reports: EngineReports;
  readonly #life = new AbortController();
  #wanted = 0;
  #drawn = -1;
  #callback = 0;
  #timer = 0;

  constructor(video: HTMLVideoElement, rate: Rate, reports: EngineReports) {
    this.#video = video;
    this.#rate = rate;
    this.#reports = reports;
    const on = (type: string, listener: () => void) =>
      video.addEventListener(type, listener, { signal: this.#life.signal });
    on('loadedmetadata', () => this.#seek());
    on('seeked', () => this.#settle());
    on('ended', () => this.#reports.arrive(Number.MAX_SAFE_INTEGER));
    on('error', () =>
      this.#reports.fail('This Take could not be played: its file did not arrive. Reload to try again.'),
    );
  }

  show(frame: number): void {
    this.#halt();
    this.#wanted = frame;
    this.#seek();
  }

  run(fromFrame: number, speed: Speed): void {
    this.#halt();
    if (speed < 0) return this.#runBackwards(fromFrame, -speed);
    if (this.#drawn !== fromFrame) this.#video.currentTime = seekSeconds(fromFrame, this.#rate);
    this.#video.playbackRate = speed;
    this.#listen();
    this.#video.play().catch((cause: unknown) => {
      // A pause that overtakes play() rejects it; that is no failure.
      if (cause instanceof DOMException && cause.name === 'AbortError') return;
      this.#reports.fail('The browser did not start playing. Press play again.');
    });
  }

  dispose(): void {
    this.#halt();
    this.#life.abort();
  }

  #halt(): void {
    cancelAnimationFrame(this.#timer);
    this.#video.cancelVideoFrameCallback(this.#callback);
    if (!this.#video.paused) this.#video.pause();
  }

  #seek(): void {
    if (this.#video.readyState < HTMLMediaElement.HAVE_METADATA || this.#video.seeking) return;
    this.#drawn = this.#wanted;
    this.#video.currentTime = seekSeconds(this.#wanted, this.#rate);
  }

  /** Scrubbing asks for more frames than can be drawn: the newest wins when the one on the way has come. */
  #settle(): void {
    if (this.#video.paused && this.#drawn !== this.#wanted) this.#seek();
  }

  #listen(): void {
    this.#callback = this.#video.requestVideoFrameCallback((_now, frame) => {
      this.#drawn = frameOfMediaTime(frame.mediaTime, this.#rate);
      this.#wanted = this.#drawn;
      if (!this.#video.paused) this.#listen();
      this.#reports.arrive(this.#drawn);
    });
  }

  #runBackwards(fromFrame: number, speed: number): void {
    const started = performance.now();
    const tick = (now: number) => {
      const frame = fromFrame - Math.floor(((now - started) / 1000) * framesPerSecond(this.#rate) * speed);
      this.#timer = requestAnimationFrame(tick);
      if (frame === this.#wanted) return;
      this.#wanted = Math.max(0, frame);
      this.#seek();
      this.#reports.arrive(this.#wanted);
    };
    this.#timer = requestAnimationFrame(tick);
  }
}
