/** The cut below every view. */
export function TimelineDock() {
  return null;
}
