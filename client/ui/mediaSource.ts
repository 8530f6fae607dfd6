export { mediaUrl } from '@studio/shared/api';
