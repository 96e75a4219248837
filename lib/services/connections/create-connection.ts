import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Check } from "@/lib/connectors/connector";
import { findConnection, insertConnection, noteConnectionState } from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import { AppError } from "@/lib/errors";
import { newUuid, publicId } from "@/lib/ids";
import { connectWith } from "@/lib/reach/open-connection";
import { sealCredentials } from "@/lib/vault/vault";
import { CONNECTOR_OF, type ConnectionView, connectionView } from "./connection-view";

const name = z.string().trim().min(1).max(100);

/** Secrets are write-only: they go in here and come out nowhere. */
export const createConnectionInput = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("notion"),
    name,
    credentials: z.strictObject({ token: z.string().min(1).max(500) }),
  }),
  z.strictObject({
    kind: z.literal("postgres"),
    name,
    credentials: z.union([
      z.strictObject({ url: z.string().min(1).max(2000) }),
      z.strictObject({
        host: z.string().min(1).max(253),
        port: z.number().int().min(1).max(65_535).default(5432),
        database: z.string().min(1).max(63),
        user: z.string().min(1).max(63),
        password: z.string().max(1000),
      }),
    ]),
  }),
  z.strictObject({
    kind: z.literal("google"),
    name,
    credentials: z.union([
      z.strictObject({ refreshToken: z.string().min(1).max(2000) }),
      z.strictObject({
        serviceAccount: z.strictObject({
          client_email: z.string().min(3).max(320),
          private_key: z.string().min(1).max(10_000),
        }),
      }),
    ]),
  }),
]);

export type CreateConnectionInput = z.infer<typeof createConnectionInput>;

/** Without these a connection is of no use; what is shared with it can still come. */
const REQUIRED: ReadonlySet<Check["name"]> = new Set(["reachable", "tls", "authorized"]);

/**
 * Stores a connection after trying it: credentials that do not work are refused with the exact remedy and nothing is
 * kept. Throws AppError `invalid-input`, or what the system answered.
 */
export async function createConnection(
  caller: Caller,
  input: CreateConnectionInput,
  now = new Date(),
): Promise<ConnectionView> {
  authorize(caller, "connection:write");
  const kind = CONNECTOR_OF[input.kind];
  const connector = connectWith(kind, input.credentials);
  let checks: readonly Check[];
  try {
    checks = await connector.check();
    const failed = checks.find((check) => check.ok === false && REQUIRED.has(check.name));
    if (failed)
      throw new AppError("invalid-input", failed.message, failed.remedy ? { remedy: failed.remedy } : {});
  } finally {
    await connector.close();
  }
  const id = newUuid();
  const sealed = await sealCredentials(
    { organizationId: caller.organizationId, connectionId: id },
    input.credentials,
  );
  return withOrg(caller.organizationId, async (db) => {
    await insertConnection(
      db,
      caller.organizationId,
      { id, kind, name: input.name, label: labelOf(input) },
      sealed,
    );
    const problem = checks.find((check) => check.ok === false)?.message ?? null;
    await noteConnectionState(db, id, { status: "working", problem, at: now });
    const stored = await findConnection(db, id);
    if (!stored) throw new AppError("internal", "A connection vanished while it was stored.");
    const target = { type: "connection", ref: publicId("con", id) };
    await record(
      db,
      [
        {
          actor: caller.actor,
          action: "connection.created",
          outcome: "ok",
          target,
          source: null,
          destination: null,
          requestId: caller.requestId,
          runId: null,
          payload: { kind, name: input.name },
        },
      ],
      now,
    );
    return connectionView(stored);
  });
}

/** Host and database, never a user's password or a token beyond its last four characters. */
function labelOf(input: CreateConnectionInput): string {
  switch (input.kind) {
    case "notion":
      return `token ending in ${input.credentials.token.slice(-4)}`;
    case "google":
      return "serviceAccount" in input.credentials
        ? input.credentials.serviceAccount.client_email
        : "Google account";
    case "postgres": {
      if (!("url" in input.credentials)) return `${input.credentials.host}/${input.credentials.database}`;
      const url = URL.parse(input.credentials.url);
      return url ? `${url.host}${url.pathname}` : "database";
    }
    default:
      return input satisfies never;
  }
}
