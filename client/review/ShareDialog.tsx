/** Share links of the project. */
export function ShareDialog(_props: { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  return null;
}
