/** The badge of runs. */
export function QueueButton() {
  return null;
}
