import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Connector, ConnectorKind, WaysOut } from "./connector";
import { memoryCredentials } from "./memory/config";
import { openMemory } from "./memory/connector";
import { postgresCredentials } from "./postgres/config";
import { openPostgres } from "./postgres/connector";

/** Where the providers are; left out = their public addresses. */
export interface ProviderUrls {
  readonly notionUrl?: string;
  readonly googleApiUrl?: string;
  readonly googleOauthUrl?: string;
}

const notionCredentials = z.strictObject({ token: z.string().min(1).max(500) });
const googleSheetsCredentials = z.record(z.string(), z.unknown());

const CREDENTIALS = {
  notion: notionCredentials,
  postgres: postgresCredentials,
  "google-sheets": googleSheetsCredentials,
  memory: memoryCredentials,
} as const satisfies Record<ConnectorKind, z.ZodType>;

/** The form of one kind's credentials, for whoever takes them from a person. */
export const credentialsOf = <Kind extends ConnectorKind>(kind: Kind): (typeof CREDENTIALS)[Kind] =>
  CREDENTIALS[kind];

/**
 * Opens a connection of any kind. Throws invalid-input for credentials that are not of the kind's form; the
 * message names the field, never the value.
 */
export function connect(
  kind: ConnectorKind,
  credentials: unknown,
  out: WaysOut,
  _urls: ProviderUrls,
): Connector {
  switch (kind) {
    case "postgres":
      return openPostgres(checked(postgresCredentials, credentials), out);
    case "memory":
      return openMemory(checked(memoryCredentials, credentials));
    case "notion":
    case "google-sheets":
      throw new AppError("internal", `The connector ${kind} is not part of this build.`);
  }
}

function checked<T>(form: z.ZodType<T>, credentials: unknown): T {
  const parsed = form.safeParse(credentials);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map((issue) => ({
    path: `/${issue.path.map(String).join("/")}`,
    message: "This is missing or not of the expected form.",
  }));
  throw new AppError("invalid-input", "The connection's credentials are incomplete.", { paths });
}
