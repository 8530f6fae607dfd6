import { durationOfCut, type ClipEvent, type Cut } from '@studio/shared/timeline';
import { assignSlots, clipAfter, type CutLayer, layersAt } from './cutLayers.ts';
import type { CutMedium, CutPlace } from './cutPlace.ts';
import { framesPerSecond } from './frameMath.ts';
import type { PictureEngine } from './playhead.ts';
import type { Speed } from './shuttle.ts';
import type { EngineReports } from './videoEngine.ts';

/** What the cut player plays: the resolved cut, and where the media of its clips are. */
export interface CutProgramme {
  readonly cut: Cut;
  readonly mediumOf: (event: ClipEvent) => CutMedium | undefined;
}

/**
 * Plays a cut without a break: a clock runs in frames of the film, one slot draws the clip of that frame while the other
 * has the next one loaded and standing on its first frame. The clock follows the frames a video really drew, and waits
 * for one that has not arrived.
 */
export class CutEngine implements PictureEngine {
  readonly #slots: readonly CutPlace[];
  readonly #programme: () => CutProgramme;
  readonly #reports: EngineReports;
  #timer = 0;
  #frame = 0;
  #clockFrame = 0;
  #clockStart = 0;

  constructor(slots: readonly CutPlace[], programme: () => CutProgramme, reports: EngineReports) {
    this.#slots = slots;
    this.#programme = programme;
    this.#reports = reports;
  }

  show(frame: number): void {
    cancelAnimationFrame(this.#timer);
    this.#frame = frame;
    this.#draw(frame, 0);
  }

  run(fromFrame: number, speed: Speed): void {
    cancelAnimationFrame(this.#timer);
    this.#draw(fromFrame, 0);
    this.#setClock(fromFrame, performance.now());
    const tick = (now: number) => {
      this.#timer = requestAnimationFrame(tick);
      this.#advance(now, speed);
    };
    this.#timer = requestAnimationFrame(tick);
  }

  dispose(): void {
    cancelAnimationFrame(this.#timer);
    for (const slot of this.#slots) slot.dispose();
  }

  #advance(now: number, speed: Speed): void {
    const { cut } = this.#programme();
    const layers = layersAt(cut, this.#frame);
    if (layers.some(({ event }) => this.#slotOf(event.id)?.isReady === false)) return this.#setClock(this.#frame, now);
    if (speed > 0) this.#followVideo(layers, now);
    const elapsed = ((now - this.#clockStart) / 1000) * framesPerSecond(cut.rate) * speed;
    const frame = Math.max(0, this.#clockFrame + Math.trunc(elapsed));
    this.#frame = Math.min(frame, durationOfCut(cut) - 1);
    this.#draw(this.#frame, speed);
    this.#reports.arrive(frame);
  }

  /** A decoder that runs late or early moves the clock, never the picture: a seek in mid-play would be seen. */
  #followVideo(layers: readonly CutLayer[], now: number): void {
    const top = layers.at(-1);
    const drawn = top && this.#slotOf(top.event.id)?.drawnFrame;
    if (!top || drawn === null || drawn === undefined) return;
    const off = drawn - top.sourceFrame;
    if (Math.abs(off) <= 2) return;
    const { recordInFrames, recordOutFrames } = top.event;
    this.#setClock(Math.max(recordInFrames, Math.min(recordOutFrames - 1, this.#frame + off)), now);
  }

  #setClock(frame: number, now: number): void {
    this.#clockFrame = frame;
    this.#clockStart = now;
  }

  #draw(frame: number, speed: Speed): void {
    const { cut } = this.#programme();
    const layers = layersAt(cut, frame);
    const next = clipAfter(cut, frame, speed < 0 ? -1 : 1);
    this.#load(layers, next);
    for (const slot of this.#slots) if (!layers.some(({ event }) => event.id === slot.clipId)) slot.hide();
    layers.forEach((layer, level) => this.#drawLayer(layer, level, speed));
    const waiting = next && layers.length < 2 ? this.#slotOf(next.id) : undefined;
    if (waiting) waiting.stand(speed < 0 ? (next?.sourceOutFrames ?? 1) - 1 : (next?.sourceInFrames ?? 0));
  }

  #drawLayer({ event, sourceFrame, opacity }: CutLayer, level: number, speed: Speed): void {
    const slot = this.#slotOf(event.id);
    if (!slot) return;
    if (speed > 0) slot.run(speed, () => this.#reports.fail('The browser did not start playing. Press play again.'));
    else slot.stand(sourceFrame);
    slot.show(opacity, level);
  }

  #load(layers: readonly CutLayer[], next: ClipEvent | undefined): void {
    const events = [...layers.map((layer) => layer.event), ...(next ? [next] : [])].slice(0, this.#slots.length);
    const assigned = assignSlots(
      this.#slots.map((slot) => slot.clipId),
      events.map((event) => event.id),
    );
    for (const [place, slot] of this.#slots.entries()) {
      const event = events.find((candidate) => candidate.id === assigned[place]);
      const medium = event && this.#programme().mediumOf(event);
      if (event && medium) slot.load(event.id, medium);
    }
  }

  #slotOf(clipId: string): CutPlace | undefined {
    return this.#slots.find((slot) => slot.clipId === clipId);
  }
}
