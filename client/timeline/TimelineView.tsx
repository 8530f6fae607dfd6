/** The cut of the project. */
export function TimelineView() {
  return null;
}
