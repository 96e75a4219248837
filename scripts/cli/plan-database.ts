import { parseArgs } from "node:util";
import pg from "pg";
import { uuidOf } from "@/lib/ids";
import { PlainError } from "../plain-error.mjs";
import { UsageError } from "./command";

const PATIENCE_MS = 10_000;

export interface PlanArguments {
  /** The organization's uuid. */
  readonly organization: string;
  readonly plan: string | undefined;
}

/** Reads `--org` and `--plan`. Throws UsageError. */
export function readPlanArguments(args: readonly string[]): PlanArguments {
  const { org, plan } = parse(args);
  if (org === undefined) throw new UsageError("--org names the organization (org_...)");
  const organization = uuidOf("org", org);
  if (!organization) throw new UsageError(`'${org}' is not an organization's id (org_...)`);
  return { organization, plan };
}

function parse(args: readonly string[]) {
  try {
    const options = { org: { type: "string" }, plan: { type: "string" } } as const;
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "the options cannot be read");
  }
}

/** One transaction as the database's owner, scoped to one organization. Throws PlainError with what the database said. */
export async function inOrganization<T>(
  organization: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const url = process.env.DATABASE_MIGRATE_URL ?? process.env.DATABASE_URL;
  if (!url) throw new PlainError("set DATABASE_MIGRATE_URL to the database's owner (or DATABASE_URL).");
  const types = { getTypeParser: parserOf as typeof pg.types.getTypeParser };
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: PATIENCE_MS, types });
  pool.on("error", () => {});
  try {
    const client = await pool.connect();
    try {
      await client.query("begin");
      await client.query("select set_config('app.org', $1, true)", [organization]);
      const result = await work(client);
      await client.query("commit");
      return result;
    } finally {
      // What was not committed ends with its connection.
      client.release(true);
    }
  } catch (error) {
    throw error instanceof PlainError ? error : saidBy(error);
  } finally {
    await pool.end();
  }
}

const INT8 = 20;

/** Counts come as numbers, as in the product's own connections. */
const parserOf = (oid: number, format?: "text") =>
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format);

/** What the database said, without its address or password. */
function saidBy(error: unknown): PlainError {
  const { code, message } = error as { code?: string; message?: string };
  return new PlainError(
    `the database cannot be reached: ${[code, message].filter(Boolean).join(" ") || "no answer"}`,
  );
}
