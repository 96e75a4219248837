/** What somebody is in an organization. By itself, so that browsers can have it: what may be asked stands in policy.ts. */
export const ROLES = ["owner", "admin", "editor", "approver", "viewer", "billing"] as const;
export type Role = (typeof ROLES)[number];
