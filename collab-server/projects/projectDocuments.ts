/** What projects ask of the side that keeps documents. A rejected promise means that nothing was stored. */
export interface ProjectDocuments {
  /** Writes the first document of a new project. */
  create(projectId: string, first: { readonly title: string }): Promise<void>;
  /** Writes the title into the project's document, as an edit of the server. */
  rename(projectId: string, title: string): Promise<void>;
  /** Fills a share link's document with what it shows now, and keeps it so from then on. */
  publishShare(linkId: string): Promise<void>;
}
