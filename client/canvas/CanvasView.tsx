/** The canvas of a project. */
export function CanvasView() {
  return null;
}
