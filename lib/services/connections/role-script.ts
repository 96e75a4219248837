import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { postgresRoleScript } from "@/lib/connectors/registry";

/** As PostgreSQL bounds them: 63 bytes, no NUL. */
const identifier = z
  .string()
  .trim()
  .min(1)
  .refine((name) => Buffer.byteLength(name) <= 63 && name.isWellFormed() && !/\p{Cc}/u.test(name), {
    error: "A name has at most 63 bytes and no control characters.",
  });

export const roleScriptInput = z.strictObject({
  role: identifier,
  schema: identifier,
  tables: z.array(z.strictObject({ name: identifier, key: z.array(identifier).max(32) })).min(1).max(100),
  access: z.enum(["read", "read-write"]),
});
export type RoleScriptInput = z.infer<typeof roleScriptInput>;

/**
 * The SQL that makes a role for us in a customer's database, with a new random password that stands in it and that we
 * keep nowhere.
 */
export function makeRoleScript(caller: Caller, input: RoleScriptInput): { readonly script: string } {
  authorize(caller, "connection:write");
  const password = randomBytes(24).toString("base64url");
  return { script: postgresRoleScript({ ...input, password }) };
}
