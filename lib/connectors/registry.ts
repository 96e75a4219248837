import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Connector, ConnectorKind, WaysOut, WritePace } from "./connector";
import { WRITE_PACE as GOOGLE_PACE } from "./google-sheets/config";
import { openGoogleSheets } from "./google-sheets/connector";
import { WRITE_PACE as MEMORY_PACE, memoryCredentials } from "./memory/config";
import { openMemory } from "./memory/connector";
import { WRITE_PACE as NOTION_PACE, notionCredentials } from "./notion/config";
import { openNotion } from "./notion/connector";
import { WRITE_PACE as POSTGRES_PACE, postgresCredentials } from "./postgres/config";
import { openPostgres } from "./postgres/connector";

/** Where the providers are (left out = their public addresses), and who we are to Google. */
export interface Providers {
  readonly notionUrl?: string;
  readonly googleApiUrl?: string;
  readonly googleOauthUrl?: string;
  readonly googleClientId?: string;
  readonly googleClientSecret?: string;
}

/** What writing costs, by kind, without opening anything. */
export const WRITE_PACES: Readonly<Record<ConnectorKind, WritePace>> = {
  notion: NOTION_PACE,
  postgres: POSTGRES_PACE,
  "google-sheets": GOOGLE_PACE,
  memory: MEMORY_PACE,
};

const googleCredentials = z.union([
  z.strictObject({ refreshToken: z.string().min(1).max(2000) }),
  z.strictObject({
    serviceAccount: z.strictObject({
      client_email: z.string().min(3).max(320),
      private_key: z.string().min(1).max(10_000),
    }),
  }),
]);

/**
 * Opens a connection of any kind. Throws invalid-input for credentials that are not of the kind's form; the
 * message names the field, never the value.
 */
export function connect(
  kind: ConnectorKind,
  credentials: unknown,
  out: WaysOut,
  providers: Providers,
): Connector {
  switch (kind) {
    case "notion": {
      const { notionUrl } = providers;
      return openNotion(
        checked(notionCredentials, credentials),
        out,
        notionUrl ? { baseUrl: notionUrl } : {},
      );
    }
    case "postgres":
      return openPostgres(checked(postgresCredentials, credentials), out);
    case "google-sheets":
      return openGoogle(checked(googleCredentials, credentials), out, providers);
    case "memory":
      return openMemory(checked(memoryCredentials, credentials));
    default:
      return kind satisfies never;
  }
}

function openGoogle(
  credentials: z.infer<typeof googleCredentials>,
  out: WaysOut,
  providers: Providers,
): Connector {
  const { googleApiUrl: apiUrl, googleOauthUrl: oauthUrl, googleClientId, googleClientSecret } = providers;
  const options = { ...(apiUrl && { apiUrl }), ...(oauthUrl && { oauthUrl }) };
  if ("serviceAccount" in credentials) return openGoogleSheets(credentials, out, options);
  if (!googleClientId || !googleClientSecret) {
    throw new AppError("connection-broken", "This installation has no Google client.", {
      remedy: "Set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, or connect with a service account.",
    });
  }
  const user = {
    refreshToken: credentials.refreshToken,
    clientId: googleClientId,
    clientSecret: googleClientSecret,
  };
  return openGoogleSheets(user, out, options);
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
