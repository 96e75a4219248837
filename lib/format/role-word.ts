const WORDS: Readonly<Record<string, string>> = {
  owner: "owner",
  admin: "admin",
  editor: "editor",
  approver: "approver",
  viewer: "viewer",
  billing: "billing contact",
};

/** What a role is called in a sentence. */
export const roleWord = (role: string): string => WORDS[role] ?? role;

const MAY: Readonly<Record<string, string>> = {
  owner: "everything, and who is an owner",
  admin: "everything but who is an owner",
  editor: "registries, schemas and runs; approves nothing",
  approver: "approves held plans and decides conflicts",
  viewer: "looks at everything, changes nothing",
  billing: "plan and bills only",
};

/** What a role is for, in a few words. */
export const roleSays = (role: string): string => MAY[role] ?? "";
