import { z } from "zod";

export const connectionName = z.string().trim().min(1).max(100);

const notion = z.strictObject({ token: z.string().min(1).max(500) });

const ca = z
  .string()
  .min(1)
  .max(200_000)
  .optional()
  .describe(
    "CA certificates in PEM that the server's is verified with, in the place of the public authorities'",
  );

const postgres = z.union([
  z.strictObject({ url: z.string().min(1).max(2000), ca }),
  z.strictObject({
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535).default(5432),
    database: z.string().min(1).max(63),
    user: z.string().min(1).max(63),
    password: z.string().max(1000),
    ca,
  }),
]);

const google = z.union([
  z.strictObject({ refreshToken: z.string().min(1).max(2000) }),
  z.strictObject({
    serviceAccount: z.strictObject({
      client_email: z.string().min(3).max(320),
      private_key: z.string().min(1).max(10_000),
    }),
  }),
]);

/** Secrets are write-only: they go in here and come out nowhere. */
export const createConnectionInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("notion"), name: connectionName, credentials: notion }),
  z.strictObject({ kind: z.literal("postgres"), name: connectionName, credentials: postgres }),
  z.strictObject({ kind: z.literal("google"), name: connectionName, credentials: google }),
]);
export type CreateConnectionInput = z.infer<typeof createConnectionInput>;

/** Other credentials for a connection that there is; `otherAccount`: also where they open another account. */
export const reconnectInput = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("notion"),
    credentials: notion,
    otherAccount: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal("postgres"),
    credentials: postgres,
    otherAccount: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal("google"),
    credentials: google,
    otherAccount: z.boolean().default(false),
  }),
]);
export type ReconnectInput = z.infer<typeof reconnectInput>;

type Given = Pick<CreateConnectionInput, "kind" | "credentials"> &
  Pick<ReconnectInput, "kind" | "credentials">;

/** Host and database, never a user's password or a token beyond its last four characters. */
export function labelOf({ credentials }: Pick<Given, "credentials">, account: string | null): string {
  if ("token" in credentials) return `token ending in ${credentials.token.slice(-4)}`;
  if ("serviceAccount" in credentials) return credentials.serviceAccount.client_email;
  if ("refreshToken" in credentials) return account ?? "Google account";
  if (!("url" in credentials)) return `${credentials.host}/${credentials.database}`;
  const url = URL.parse(credentials.url);
  return url ? `${url.host}${url.pathname}` : "database";
}
