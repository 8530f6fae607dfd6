import type { Json, MetaRow } from '../document/index.ts';
import type { Cut, CutEvent } from '../timeline/index.ts';
import type { RunInputs } from './runInputs.ts';

/** The inputs of a render: the cut frame by frame and the media in it. Names and titles change no frame. */
export function filmInputs(cut: Cut, meta: Pick<MetaRow, 'width' | 'height' | 'rate'>): RunInputs {
  return {
    cut: cut.events.map(placeOf),
    takes: cut.events.map((event) => event.mediaSha256),
    frameRate: meta.rate,
    filmSize: { width: meta.width, height: meta.height },
  };
}

function placeOf({
  kind,
  sourceInFrames,
  sourceOutFrames,
  recordInFrames,
  recordOutFrames,
  transition,
}: CutEvent): Json {
  return { kind, sourceInFrames, sourceOutFrames, recordInFrames, recordOutFrames, transition: { ...transition } };
}
