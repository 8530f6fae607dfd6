import { ROLES, type Role } from '@studio/shared/access';

const NAMES: { readonly [role in Role]: string } = {
  owner: 'Owner',
  admin: 'Admin',
  editor: 'Editor',
  reviewer: 'Reviewer',
  viewer: 'Viewer',
};
const MEANINGS: { readonly [role in Role]: string } = {
  owner: 'all of the studio',
  admin: 'people and settings',
  editor: 'everything of the film',
  reviewer: 'comments and approvals',
  viewer: 'looks on',
};

/** A role as a person reads it. */
export function roleName(role: Role): string {
  return NAMES[role];
}

/** The roles one can give: an owner is made once, by the setup link. */
export const ROLE_CHOICES = ROLES.filter((role) => role !== 'owner').map((role) => ({
  value: role,
  label: `${NAMES[role]} · ${MEANINGS[role]}`,
}));
