import { randomBytes } from "node:crypto";
import { withClient } from "../postgres/roles.mjs";
import type { Finding } from "./attack";
import type { Ground } from "./environment";
import { triedStart } from "./server";

/** Rights with which a role would see every organization. */
const RIGHTS = ["superuser", "bypassrls", "in role chittysync_owner"];

/** Starts the server with roles that could get past row-level security: there must be no server. */
export async function unsafeStarts(root: string, { adminUrl, environment }: Ground): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const rights of RIGHTS) {
    const name = `attack_role_${randomBytes(4).toString("hex")}`;
    const password = randomBytes(12).toString("hex");
    const sql = (text: string) =>
      withClient(adminUrl, (client: { query(one: string): Promise<unknown> }) => client.query(text));
    await sql(`create role ${name} login password '${password}' ${rights}`);
    try {
      const url = new URL(environment.DATABASE_URL ?? "");
      url.username = name;
      url.password = password;
      const { code, said } = await triedStart(root, { ...environment, DATABASE_URL: url.href });
      if (code === null || code === 0 || !/^ {2}DATABASE_URL: /m.test(said))
        findings.push({
          label: `a start with ${rights}`,
          what: code === null ? "came up" : `ended with ${code}: ${said}`,
        });
    } finally {
      await sql(`drop role ${name}`);
    }
  }
  return findings;
}
