/** What a guest sees. */
export function GuestView() {
  return null;
}
