const PREFIX = 'studio/';

/** The name of the database that keeps a person's copy of a document: two people on one device never share one. */
export function copyName(personId: string, documentName: string): string {
  return `${PREFIX}${personId}/${documentName}`;
}

/** Whose copy of which document a database is; undefined for a database that is no copy. */
export function readCopyName(name: string): { readonly personId: string; readonly documentName: string } | undefined {
  const match = /^studio\/([^/]+)\/((?:project|share)\/.+)$/.exec(name);
  const [, personId, documentName] = match ?? [];
  return personId !== undefined && documentName !== undefined ? { personId, documentName } : undefined;
}
