import type { Candidate } from "../../rows/candidates";
import type { Moment } from "./moment";
import { Refused } from "./table";
import { type OrganizationRow, type RegistryRow, type Tables, WHOLE } from "./tables";

/** One transaction on the tables, as the calls see it. */
export interface MemoryClient {
  readonly tables: Tables;
  /** `now()`: when the transaction began. */
  readonly at: Moment;
  readonly uuid: () => string;
  /** What SQL keeps in temporary tables and cursors until the transaction ends. */
  readonly temporary: {
    candidates?: readonly Candidate[];
    identified?: true;
  };
}

/** The key's text in the form in which records are matched: `coalesce(match_key, key)`. */
export const formOf = <Key extends string | null>(row: {
  readonly key: Key;
  readonly matchKey: string | null;
}): string | Key => row.matchKey ?? row.key;

export const registryOf = ({ tables }: MemoryClient, id: string): RegistryRow | undefined =>
  tables.registry.get(WHOLE, id);

/** Throws where a test has taken the line away. */
export function organizationOf({ tables }: MemoryClient): OrganizationRow {
  const organization = tables.organization.get(WHOLE, WHOLE);
  if (!organization) throw new Error("the organization is not there");
  return organization;
}

/** The links of all sides of a registry: a link's registry is its side's. */
export const linksOf = ({ tables }: MemoryClient, registryId: string) =>
  tables.link.all().filter((link) => link.registryId === registryId);

/** Throws `Refused` like a foreign key to the table of runs. */
export function requireRun({ tables }: MemoryClient, runId: string): void {
  if (!tables.run.get(WHOLE, runId)) throw new Refused("23503", "there is no such run");
}

export function requireRegistry(client: MemoryClient, registryId: string): void {
  if (!registryOf(client, registryId)) throw new Refused("23503", "there is no such registry");
}

export function requireSide({ tables }: MemoryClient, sideId: string): void {
  const isThere = tables.registry.of(WHOLE).some(({ sides }) => sides.some(({ id }) => id === sideId));
  if (!isThere) throw new Refused("23503", "there is no such side");
}
