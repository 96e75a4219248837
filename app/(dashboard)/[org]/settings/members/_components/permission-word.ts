import type { Permission } from "@/lib/auth/policy";

/** What a permission lets somebody do, in words. A new one does not compile until it has some. */
const WORDS: Readonly<Record<Permission, string>> = {
  "organization:read": "See the organization, its plan and what is used of it",
  "organization:write": "Rename the organization",
  "organization:delete": "Delete the organization, or keep it",
  "member:read": "See who is in it and who is invited",
  "member:write": "Invite, change roles, remove; owners by owners alone",
  "connection:read": "See connections",
  "connection:write": "Connect systems, check and remove connections",
  "registry:read": "See registries, rows, conflicts and issues",
  "registry:write": "Make, change, pause and delete registries",
  "run:read": "See runs and what they changed",
  "run:start": "Start runs",
  "run:approve": "Approve and reject held plans",
  "conflict:resolve": "Decide conflicts",
  "issue:handle": "Have issues looked at again, or put aside",
  "row:restore": "Restore rows and registries, undo runs",
  "schema:read": "See schemas and option sets",
  "schema:write": "Change schemas and option sets",
  "schema:publish": "Publish schemas",
  "audit:read": "Read the audit log, prove and export it",
  "api-key:read": "See API keys",
  "api-key:write": "Make and revoke API keys",
  "notification:read": "See who is told of what",
  "notification:write": "Decide who is told of what",
  "sign-in:read": "See how members sign in",
  "sign-in:write": "Add, verify and remove domains",
  "identity-provider:write": "Set up identity providers, require one, say which owners always come in",
};

export const permissionWord = (permission: Permission): string => WORDS[permission];
