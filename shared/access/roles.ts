/** The roles of a studio and of a project, the mightiest first. A guest came by a share link; a service is our own process. */
export const ROLES = ['owner', 'admin', 'editor', 'reviewer', 'viewer'] as const;
/** A member's role. */
export type Role = (typeof ROLES)[number];

/** What somebody may do beyond documents. */
export type Capability =
  | 'project.create'
  | 'project.rename'
  | 'project.archive'
  | 'project.members'
  | 'project.share'
  | 'project.snapshot'
  | 'studio.members'
  | 'media.upload';

const EDITOR: readonly Capability[] = [
  'project.rename',
  'project.share',
  'project.snapshot',
  'media.upload',
  'project.create',
];
const ADMIN: readonly Capability[] = [...EDITOR, 'project.archive', 'project.members', 'studio.members'];
const CAPABILITIES: { readonly [role in Role]: readonly Capability[] } = {
  owner: ADMIN,
  admin: ADMIN,
  editor: EDITOR,
  reviewer: [],
  viewer: [],
};

/** True when the role carries the capability. */
export function can(role: Role, capability: Capability): boolean {
  return CAPABILITIES[role].includes(capability);
}

/** Narrows a stored word to a role. */
export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}
