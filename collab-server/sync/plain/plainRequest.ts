/** Where clients of plain Yjs connect: this, and the name of the document. */
const PLAIN_PATH = '/yjs/';

/** What an upgrade request to the plain endpoint asks for. */
export interface PlainRequest {
  /** As the client spelled it; not checked. */
  readonly documentName: string;
  /** An API key or the service key; empty where a session cookie speaks. */
  readonly token: string;
}

/** Reads the request target or URL of an upgrade; undefined when it is not for the plain endpoint. */
export function readPlainRequest(url: string): PlainRequest | undefined {
  // A host that no URL can hold must not throw here: everything before the path is cut off, not parsed.
  const [path = '', query = ''] = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').split('?', 2);
  if (!path.startsWith(PLAIN_PATH)) return undefined;
  return {
    documentName: decodePath(path.slice(PLAIN_PATH.length)),
    token: new URLSearchParams(query).get('token') ?? '',
  };
}

// Some clients escape the slashes of a document's name.
function decodePath(path: string): string {
  try {
    const name = decodeURIComponent(path);
    // Hocuspocus takes what follows a NUL for a session; left escaped, such a name is unknown.
    return name.includes('\0') ? path : name;
  } catch {
    // Half an escape: it is not decoded, and the name is refused like any other unknown one.
    return path;
  }
}
