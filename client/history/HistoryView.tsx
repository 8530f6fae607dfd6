/** The snapshots of the project. */
export function HistoryView() {
  return null;
}
