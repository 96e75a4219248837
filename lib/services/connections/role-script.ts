import "server-only";
import { randomBytes } from "node:crypto";
import { authorize, type Caller } from "@/lib/auth/policy";
import { databaseRoleScript } from "@/lib/connectors/registry";
import type { RoleScriptInput } from "./role-script-input";

/**
 * The SQL that makes a role for us in a customer's database, with a new random password that stands in it and that we
 * keep nowhere.
 */
export function makeRoleScript(caller: Caller, input: RoleScriptInput): { readonly script: string } {
  authorize(caller, "connection:write");
  const password = randomBytes(24).toString("base64url");
  return { script: databaseRoleScript({ ...input, password }) };
}
