import * as Y from 'yjs';
import { isJson, isSafeKey } from '@studio/shared/document';

/**
 * True for content that a document may hold: finite JSON with safe keys, text, bytes, and maps, lists and texts. Nested
 * documents and XML are not part of any shape.
 */
export function isAllowedContent(item: Y.Item): boolean {
  if (item.parentSub !== null && !isSafeKey(item.parentSub)) return false;
  const { content } = item;
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) {
    return content.arr.every((value: unknown) => isJson(value));
  }
  if (content instanceof Y.ContentEmbed) return isJson(content.embed);
  if (content instanceof Y.ContentFormat) return isSafeKey(content.key) && isJson(content.value);
  if (content instanceof Y.ContentType) return isAllowedType(content.type);
  return (
    content instanceof Y.ContentString || content instanceof Y.ContentBinary || content instanceof Y.ContentDeleted
  );
}

// XML types are subclasses of text and map: constructors are compared, not instances.
function isAllowedType(type: unknown): boolean {
  if (typeof type !== 'object' || type === null) return false;
  return type.constructor === Y.Map || type.constructor === Y.Array || type.constructor === Y.Text;
}
