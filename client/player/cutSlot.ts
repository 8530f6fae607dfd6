import type { Rate } from '@studio/shared/timeline';
import type { CutMedium, CutPlace } from './cutPlace.ts';
import { frameOfMediaTime, seekSeconds, takeFrameAt } from './frameMath.ts';

/** One of the two places that the cut player draws clips in: a video and an image element, one of them shown. */
export class CutSlot implements CutPlace {
  clipId: string | null = null;
  readonly #video: HTMLVideoElement;
  readonly #image: HTMLImageElement;
  readonly #cutRate: Rate;
  readonly #life = new AbortController();
  #medium: CutMedium | null = null;
  #wanted = 0;
  #seekedTo = -1;
  #drawn = -1;
  #callback = 0;

  constructor(video: HTMLVideoElement, image: HTMLImageElement, cutRate: Rate) {
    this.#video = video;
    this.#image = image;
    this.#cutRate = cutRate;
    const on = (type: string, listener: () => void) =>
      video.addEventListener(type, listener, { signal: this.#life.signal });
    on('loadedmetadata', () => this.#seek());
    on('seeked', () => this.#seek());
    this.hide();
  }

  /** True when the picture that was asked for is there. */
  get isReady(): boolean {
    if (!this.#medium) return false;
    if (this.#medium.isStill) return this.#image.complete;
    return this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !this.#video.seeking;
  }

  /** The frame that the running video drew last, counted at the cut's rate; null for a still or before the first. */
  get drawnFrame(): number | null {
    if (!this.#medium || this.#medium.isStill || this.#drawn < 0) return null;
    return Math.round(
      (this.#drawn * this.#medium.rate.den * this.#cutRate.num) / (this.#medium.rate.num * this.#cutRate.den),
    );
  }

  /** Loads a clip's Take, unless it is there already. */
  load(clipId: string, medium: CutMedium): void {
    this.clipId = clipId;
    if (this.#medium?.url === medium.url) return;
    this.#medium = medium;
    this.#seekedTo = -1;
    this.#drawn = -1;
    if (medium.isStill) this.#image.src = medium.url;
    else this.#video.src = medium.url;
  }

  /** Stands on a frame (counted at the cut's rate) without showing it yet. */
  stand(sourceFrame: number): void {
    const medium = this.#medium;
    if (!medium || medium.isStill) return;
    if (!this.#video.paused) this.#video.pause();
    this.#wanted = takeFrameAt(sourceFrame, this.#cutRate, medium);
    this.#seek();
  }

  /** Runs from where it stands. */
  run(speed: number, onRefused: () => void): void {
    // A Take that ended a frame early holds its last picture; play() would start it over.
    if (!this.#medium || this.#medium.isStill || !this.#video.paused || this.#video.ended) return;
    this.#video.playbackRate = speed;
    this.#drawn = -1;
    this.#listen();
    this.#video.play().catch((cause: unknown) => {
      const isOvertaken = cause instanceof DOMException && cause.name === 'AbortError';
      if (!isOvertaken) onRefused();
    });
  }

  show(opacity: number, level: number): void {
    const shown = this.#medium?.isStill === true ? this.#image : this.#video;
    const other = shown === this.#video ? this.#image : this.#video;
    other.style.visibility = 'hidden';
    shown.style.visibility = 'visible';
    shown.style.opacity = String(opacity);
    shown.style.zIndex = String(level);
  }

  hide(): void {
    if (!this.#video.paused) this.#video.pause();
    this.#video.style.visibility = 'hidden';
    this.#image.style.visibility = 'hidden';
  }

  dispose(): void {
    this.#life.abort();
    this.#video.cancelVideoFrameCallback(this.#callback);
    this.#video.pause();
  }

  #seek(): void {
    if (this.#video.readyState < HTMLMediaElement.HAVE_METADATA || this.#video.seeking || !this.#video.paused) return;
    if (this.#seekedTo === this.#wanted || !this.#medium) return;
    this.#seekedTo = this.#wanted;
    this.#video.currentTime = seekSeconds(this.#wanted, this.#medium.rate);
  }

  #listen(): void {
    this.#video.cancelVideoFrameCallback(this.#callback);
    this.#callback = this.#video.requestVideoFrameCallback((_now, frame) => {
      if (this.#video.paused || !this.#medium) return;
      this.#drawn = frameOfMediaTime(frame.mediaTime, this.#medium.rate);
      this.#seekedTo = -1;
      this.#listen();
    });
  }
}
