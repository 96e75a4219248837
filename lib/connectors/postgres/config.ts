import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { MappedField, ReadPace, SideConfig, WritePace } from "../connector";
import { readAuthorities } from "./authority";
import { type DatabaseAddress, parseConnectionString, targetFromFields } from "./parse-connection-string";

export const WRITE_PACE: WritePace = { callsPerBatch: 5, rowsPerCall: 5_000, callsPerMinute: null };

/** Five thousand rows a page, each in a transaction of its own. */
export const READ_PACE: ReadPace = {
  rowsPerCall: 5_000,
  callsPerRead: 2,
  changes: { fromRows: 10_000, calls: 4 },
};

/** The CA certificates in PEM that the server's own is verified with, instead of the public authorities'. */
const ca = z.string().min(1).max(200_000).optional();

/** What opens a PostgreSQL connection: a connection string, or its parts. */
export const postgresCredentials = z.union([
  z.strictObject({ url: z.string().min(1).max(2_000), ca }),
  z.strictObject({
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535).default(5432),
    database: z.string().min(1).max(63),
    user: z.string().min(1).max(63),
    password: z.string().min(1).max(1_000),
    tls: z.enum(["verify-full", "disable"]).optional(),
    ca,
  }),
]);
export type PostgresCredentials = z.infer<typeof postgresCredentials>;

/** What a database connection needs, and all of it. */
export interface DatabaseTarget extends DatabaseAddress {
  /** The authorities that alone vouch for the server, in PEM; null = the public ones. */
  readonly ca: string | null;
}

/** The target of checked credentials. Throws invalid-input with a message that names no secret. */
export function targetOf({ ca: given, ...credentials }: PostgresCredentials): DatabaseTarget {
  const address =
    "url" in credentials ? parseConnectionString(credentials.url) : targetFromFields(credentials);
  if (given === undefined) return { ...address, ca: null };
  if (address.tls === "disable") {
    throw new AppError("invalid-input", "A CA certificate is of no use to a connection without TLS.", {
      remedy: "Remove sslmode=disable, or the certificate.",
    });
  }
  return { ...address, ca: readAuthorities(given) };
}

const tableAddress = z.strictObject({ schema: z.string().min(1).max(63), table: z.string().min(1).max(63) });
export type TableAddress = z.infer<typeof tableAddress>;

/** The table that an address names; throws `invalid-input` if it names none. */
export function tableAddressOf(address: Readonly<Record<string, string | number>>): TableAddress {
  const parsed = tableAddress.safeParse(address);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid-input", "A table is named by its schema and its name.");
}

/** A side's config with its address checked and its fields by canonical id. */
export interface TableConfig {
  readonly table: TableAddress;
  readonly mapped: readonly MappedField[];
  readonly byField: ReadonlyMap<string, MappedField>;
  readonly key: readonly string[];
}

export function tableConfig(config: SideConfig): TableConfig {
  const table = tableAddressOf(config.address);
  const byField = new Map(config.mapped.map((mapped) => [mapped.field.id, mapped]));
  // A side opened without any mapping is only looked at.
  const isLook = config.mapped.length === 0 && config.key.length === 0;
  if (!isLook && (config.key.length === 0 || !config.key.every((field) => byField.has(field)))) {
    throw new AppError("invalid-input", "Every key field must be mapped to a column.");
  }
  return { table, mapped: config.mapped, byField, key: config.key };
}
