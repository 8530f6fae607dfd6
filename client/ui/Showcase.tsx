/** Every primitive in both themes. */
export function Showcase() {
  return null;
}
