import "server-only";
import { z } from "zod";
import type { Scoped } from "./control";
import type { RowClient } from "./row-store";
import { LAST_CHECK } from "./rows/last-check";

const sideCertificate = z.object({
  sideId: z.string(),
  /** Read from a mark on, where what changed is all that there is to see; else it was read whole. */
  byChanges: z.boolean(),
  rows: z.object({
    matched: z.int(),
    different: z.int(),
    missing: z.int(),
    unread: z.int(),
    optional: z.int(),
  }),
  records: z.object({
    own: z.int(),
    extra: z.int(),
    excluded: z.int(),
    outside: z.int(),
    gone: z.int(),
    unread: z.int(),
  }),
  /** The seal of what was read: its lines counted, and an order-free digest of them. */
  count: z.int(),
  digest: z.string(),
});

/** What a drift check leaves: see `rows/drift.ts` for what its counts say. */
const driftCertificate = z.object({
  /** When the sides had been read and were compared. */
  at: z.iso.datetime(),
  rows: z.int(),
  equal: z.int(),
  drifted: z.int(),
  baseDigest: z.string(),
  sides: z.array(sideCertificate),
});
export type DriftCertificate = z.infer<typeof driftCertificate>;

export interface FoundCertificate {
  readonly runId: string;
  readonly certificate: DriftCertificate;
}

/** The certificate of the registry's last drift check that came to its end. */
export async function findLastCertificate(db: Scoped, registryId: string): Promise<FoundCertificate | null> {
  const run = await db.run.findFirst({
    where: { registryId, kind: "drift-check", status: { in: ["done", "done-with-issues"] } },
    orderBy: { finishedAt: "desc" },
    select: { id: true, progress: true },
  });
  const stored = z.object({ certificate: driftCertificate }).safeParse(run?.progress);
  return run && stored.success ? { runId: run.id, certificate: stored.data.certificate } : null;
}

/** The same of every registry that has one, by registry id. */
export async function lastCertificates(db: Scoped): Promise<ReadonlyMap<string, FoundCertificate>> {
  const runs = await db.$queryRawUnsafe<{ id: string; registryId: string; certificate: unknown }[]>(
    `select c.id, r.id as "registryId", c.certificate from public.registry r cross join lateral (${LAST_CHECK}) c`,
  );
  return new Map(
    runs.flatMap(({ id, registryId, certificate }) => {
      const stored = driftCertificate.safeParse(certificate);
      return stored.success ? [[registryId, { runId: id, certificate: stored.data }] as const] : [];
    }),
  );
}

export interface LastCheck {
  readonly registryId: string;
  readonly at: string;
  /** Rows in scope, and those that all sides showed as they are. */
  readonly rows: number;
  readonly equal: number;
}

/** What the last drift check of every registry that had one has counted. */
export async function listLastChecks(client: RowClient): Promise<LastCheck[]> {
  const { rows } = await client.query<LastCheck>(
    `select r.id as "registryId", c.certificate->>'at' as at, (c.certificate->>'rows')::int as rows,
            (c.certificate->>'equal')::int as equal
       from public.registry r
      cross join lateral (${LAST_CHECK}) c
      where c.certificate is not null`,
  );
  return rows;
}
