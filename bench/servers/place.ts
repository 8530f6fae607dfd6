/** Where a document is edited: the socket's address, the document's name, the root that takes edits, and who asks. */
export interface Place {
  readonly url: string;
  readonly document: string;
  readonly root: string;
  readonly token: string;
}
