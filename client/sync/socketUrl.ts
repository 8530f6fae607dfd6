import { SCHEMA_VERSION } from '@studio/shared/document';

/** Where the documents of this page's studio are served; it names the schema that this page writes. */
export function socketUrl(): string {
  const origin = location.origin.replace(/^http/, 'ws');
  return `${origin}/collab?schema=${SCHEMA_VERSION}`;
}
