/** The Takes of the project. */
export function TakesView() {
  return null;
}
