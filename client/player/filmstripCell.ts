/** The layout of a filmstrip: `frames` pictures in a grid, left to right, top to bottom, spread evenly over a Take. */
export interface FilmstripGrid {
  readonly columns: number;
  readonly rows: number;
  readonly frames: number;
}

/** Which cell of a filmstrip stands for a frame of a Take with `takeFrames` frames. */
export function filmstripCell(grid: FilmstripGrid, frame: number, takeFrames: number): { column: number; row: number } {
  const shown = Math.max(1, grid.frames);
  const place = Math.min(shown - 1, Math.max(0, Math.floor((frame / Math.max(1, takeFrames)) * shown)));
  return { column: place % grid.columns, row: Math.floor(place / grid.columns) };
}

/** CSS that shows one cell of a filmstrip filling its box. */
export function filmstripStyle(
  grid: FilmstripGrid,
  url: string,
  frame: number,
  takeFrames: number,
): { backgroundImage: string; backgroundSize: string; backgroundPosition: string } {
  const { column, row } = filmstripCell(grid, frame, takeFrames);
  const along = (place: number, count: number) => (count <= 1 ? 0 : (place / (count - 1)) * 100);
  return {
    backgroundImage: `url(${url})`,
    backgroundSize: `${grid.columns * 100}% ${grid.rows * 100}%`,
    backgroundPosition: `${along(column, grid.columns)}% ${along(row, grid.rows)}%`,
  };
}
