import { ROLES, type Role } from '@studio/shared/access';

const MEANINGS: { readonly [role in Role]: string } = {
  owner: 'Owner',
  admin: 'Admin · people and settings',
  editor: 'Editor · everything of the film',
  reviewer: 'Reviewer · comments and approvals',
  viewer: 'Viewer · looks on',
};

/** The roles one can give: an owner is made once, by the setup link. */
export const ROLE_CHOICES = ROLES.filter((role) => role !== 'owner').map((role) => ({
  value: role,
  label: MEANINGS[role],
}));
