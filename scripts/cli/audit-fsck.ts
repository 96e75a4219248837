import { parseArgs } from "node:util";
import { publicId, uuidOf } from "@/lib/ids";
import { PlainError } from "../plain-error.mjs";
import { type Command, UsageError } from "./command";
import { LedgerReader } from "./ledger-reader";

const EXIT_FAULT = 2;

/** Checks the stored audit logs against themselves. */
export const auditFsck: Command = {
  name: "audit fsck",
  synopsis: "audit fsck [--org org_...]...",
  does: [
    "checks every audit log in the database: no entry missing, changed or out of order;",
    "prints each log's size and Merkle root. DATABASE_MIGRATE_URL (or DATABASE_URL, with --org)",
    "says where. Exit code 0: whole; 2: a fault, its place named; 1: could not look",
  ].join("\n"),
  async run(args) {
    const asked = readOrganizations(args);
    const reader = new LedgerReader(databaseUrl());
    try {
      return await checkAll(reader, asked);
    } finally {
      await reader.close();
    }
  },
};

async function checkAll(reader: LedgerReader, asked: readonly string[]): Promise<number> {
  const organizations = asked.length > 0 ? asked : await reader.organizations();
  let faults = 0;
  for (const organization of organizations) {
    const { log, size, root, fault } = await reader.check(organization);
    const name = publicId("org", organization);
    if (fault) {
      faults += 1;
      console.log(`${name} log ${log ?? "none"}: seq ${fault.seq} ${fault.what}`);
    } else console.log(`${name} log ${log} size ${size} root ${root}`);
  }
  console.log(`${organizations.length} logs checked, ${faults} with a fault`);
  return faults === 0 ? 0 : EXIT_FAULT;
}

/** The uuids of --org. */
function readOrganizations(args: readonly string[]): string[] {
  const { org } = parse(args);
  return org.map((id) => {
    const uuid = uuidOf("org", id);
    if (!uuid) throw new UsageError(`'${id}' is not an organization's id (org_...)`);
    return uuid;
  });
}

function parse(args: readonly string[]): { org: string[] } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { org: { type: "string", multiple: true } },
      strict: true,
    });
    return { org: values.org ?? [] };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "the options cannot be read");
  }
}

function databaseUrl(): string {
  const url = process.env.DATABASE_MIGRATE_URL ?? process.env.DATABASE_URL;
  if (!url) throw new PlainError("set DATABASE_MIGRATE_URL to the database's owner (or DATABASE_URL).");
  return url;
}
