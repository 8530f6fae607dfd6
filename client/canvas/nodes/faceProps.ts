/** What a face gets of React Flow; everything else it reads from the project by id. */
export interface FaceProps {
  readonly id: string;
  readonly selected?: boolean;
  readonly data: { readonly nodeType: string };
}

/** Compares what a face draws from: a move changes none of it, so a face is not drawn again while its node moves. */
export function isSameFace(before: FaceProps, after: FaceProps): boolean {
  return before.id === after.id && before.selected === after.selected && before.data === after.data;
}
