import { SCHEMA_VERSION } from '@studio/shared/document';
import { SEAL_PARAMETER } from '@studio/shared/wire';

/**
 * Where the documents of this page's studio are served; it names the schema that this page writes. Without TLS, which
 * would find damage on the way, frames are sealed.
 */
export function socketUrl(): string {
  const origin = location.origin.replace(/^http/, 'ws');
  const url = `${origin}/collab?schema=${SCHEMA_VERSION}`;
  return location.protocol === 'https:' ? url : `${url}&${SEAL_PARAMETER.name}=${SEAL_PARAMETER.value}`;
}
