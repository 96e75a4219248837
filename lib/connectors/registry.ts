import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Connector, ConnectorKind, ReadPace, WaysOut, WritePace } from "./connector";
import { WRITE_PACE as GOOGLE_PACE, READ_PACE as GOOGLE_READ } from "./google-sheets/config";
import { openGoogleSheets } from "./google-sheets/connector";
import { NATIVE_FORMS as GOOGLE_FORMS } from "./google-sheets/native-forms";
import { googleOAuth } from "./google-sheets/oauth";
import { type PickerPlace, pickerPlace } from "./google-sheets/picker";
import { filesOf, isPickedOnly } from "./google-sheets/scopes";
import { WRITE_PACE as MEMORY_PACE, READ_PACE as MEMORY_READ, memoryCredentials } from "./memory/config";
import { openMemory } from "./memory/connector";
import { NATIVE_FORMS as MEMORY_FORMS } from "./memory/native-forms";
import type { NativeForms } from "./native-forms";
import { WRITE_PACE as NOTION_PACE, READ_PACE as NOTION_READ, notionCredentials } from "./notion/config";
import { openNotion } from "./notion/connector";
import { NATIVE_FORMS as NOTION_FORMS } from "./notion/native-forms";
import { notionOAuth } from "./notion/oauth";
import type { Files, OAuthProvider } from "./oauth";
import {
  WRITE_PACE as POSTGRES_PACE,
  READ_PACE as POSTGRES_READ,
  postgresCredentials,
} from "./postgres/config";
import { openPostgres } from "./postgres/connector";
import { NATIVE_FORMS as POSTGRES_FORMS } from "./postgres/native-forms";
import { type RoleScript, roleScript } from "./postgres/role-script";

/** Where the providers are (left out = their public addresses), and who we are to them. */
export interface Providers {
  readonly notionUrl?: string;
  readonly notionClientId?: string;
  readonly notionClientSecret?: string;
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

/** What new fields are made as, by kind, without opening anything. */
export const NATIVE_FORMS: Readonly<Record<ConnectorKind, NativeForms>> = {
  notion: NOTION_FORMS,
  postgres: POSTGRES_FORMS,
  "google-sheets": GOOGLE_FORMS,
  memory: MEMORY_FORMS,
};

/** What reading costs, by kind, without opening anything. */
export const READ_PACES: Readonly<Record<ConnectorKind, ReadPace>> = {
  notion: NOTION_READ,
  postgres: POSTGRES_READ,
  "google-sheets": GOOGLE_READ,
  memory: MEMORY_READ,
};

/** A token that somebody else keeps fresh, with what it was agreed to where the provider has such a thing. */
const keptToken = z.strictObject({
  accessToken: z.string().regex(/^[\x21-\x7e]{1,4000}$/),
  scope: z.string().max(4000).optional(),
});

const googleCredentials = z.union([
  keptToken,
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
      const given = checked(z.union([notionCredentials, keptToken]), credentials);
      const token = "token" in given ? given.token : given.accessToken;
      return openNotion({ token }, out, notionUrl ? { baseUrl: notionUrl } : {});
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

/** How people agree to a connection of this kind; null for a kind without OAuth, or where we have no client with it. */
export function oauthOf(
  kind: ConnectorKind,
  fetch: WaysOut["fetch"],
  providers: Providers,
): OAuthProvider | null {
  const { notionClientId, notionClientSecret, googleClientId, googleClientSecret } = providers;
  switch (kind) {
    case "notion":
      return notionClientId && notionClientSecret
        ? notionOAuth(
            { clientId: notionClientId, clientSecret: notionClientSecret, fetch },
            providers.notionUrl,
          )
        : null;
    case "google-sheets":
      return googleClientId && googleClientSecret
        ? googleOAuth(
            { clientId: googleClientId, clientSecret: googleClientSecret, fetch },
            providers.googleOauthUrl,
          )
        : null;
    case "postgres":
    case "memory":
      return null;
    default:
      return kind satisfies never;
  }
}

/** Which files a connection of this kind opens by these scopes; null where there is no such choice. */
export const filesOpenedBy = (kind: ConnectorKind, scopes: readonly string[]): Files | null =>
  kind === "google-sheets" ? filesOf(scopes) : null;

/** The dialog in which the person of such a consent picks files; null where there is none, or more than picks is open. */
export function pickerOf(
  kind: ConnectorKind,
  scopes: readonly string[],
  { googleClientId, googleApiUrl }: Providers,
): PickerPlace | null {
  if (kind !== "google-sheets" || !googleClientId || !isPickedOnly(scopes)) return null;
  return pickerPlace(googleClientId, googleApiUrl);
}

function openGoogle(
  credentials: z.infer<typeof googleCredentials>,
  out: WaysOut,
  providers: Providers,
): Connector {
  const { googleApiUrl: apiUrl, googleOauthUrl: oauthUrl, googleClientId, googleClientSecret } = providers;
  const options = { ...(apiUrl && { apiUrl }), ...(oauthUrl && { oauthUrl }) };
  if (!("refreshToken" in credentials)) return openGoogleSheets(credentials, out, options);
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

/** The SQL that lets us into a customer's database, and no further: for whoever administers it. */
export const databaseRoleScript = (script: RoleScript): string => roleScript(script);
