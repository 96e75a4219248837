import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { ConnectorKind } from "@/lib/connectors/connector";
import { WRITE_PACES } from "@/lib/connectors/registry";
import { findConnection, listConnections, type StoredConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { providerBudgets, type Spent } from "@/lib/db/provider-buckets";
import { withRows } from "@/lib/db/row-store";
import { type Backlog, backlogOf } from "@/lib/db/rows/backlog";
import { type WritingRun, writingRuns } from "@/lib/db/writing-runs";
import { type CountedCalls, countedCalls } from "@/lib/egress/provider-limits";
import { publicId } from "@/lib/ids";
import { countedOf } from "@/lib/reach/call-budget";
import { estimateOf } from "../matching/write-estimate";
import { connectionNotFound, connectionUuid } from "./connection-id";

export interface CallBudget {
  readonly what: CountedCalls["what"];
  /** What the provider allows, as far as it is known by now. */
  readonly perMinute: number;
  /** In the last minute. */
  readonly used: number;
}

/** What a connection may ask of its provider, and how much of that is used. */
export interface ConnectionBudget {
  readonly budgets: readonly CallBudget[];
  /** The provider asked to wait until then. */
  readonly stalledUntil: string | null;
  /** What running runs have yet to write over the connection, and how long that takes at its pace; null = nothing. */
  readonly backlog: { readonly writes: number; readonly seconds: number } | null;
}

/** The budgets of the organization's connections, by their ids; a system that counts no calls has none. */
export async function listCallBudgets(
  caller: Caller,
  now = new Date(),
): Promise<ReadonlyMap<string, ConnectionBudget>> {
  authorize(caller, "connection:read");
  const { connections, runs } = await withOrg(caller.organizationId, async (db) => ({
    connections: await listConnections(db),
    runs: await writingRuns(db),
  }));
  const counted = connections.flatMap((connection) => {
    const whose = countedOf(connection, null);
    return whose ? [{ connection, calls: countedCalls(whose) }] : [];
  });
  const ids = counted.flatMap(({ calls }) => calls.flatMap(({ buckets }) => buckets.map(({ id }) => id)));
  if (ids.length === 0) return new Map();
  const spent = new Map((await providerBudgets(ids)).map((each) => [each.id, each]));
  const waiting = await withRows(caller.organizationId, (client) =>
    backlogOf(
      client,
      runs.map(({ id }) => id),
    ),
  );
  return new Map(
    counted.map(({ connection, calls }) => [
      publicId("con", connection.id),
      budgetOf({ connection, calls, backlog: backlogOn(connection, runs, waiting) }, spent, now),
    ]),
  );
}

const UNCOUNTED: ConnectionBudget = { budgets: [], stalledUntil: null, backlog: null };

export async function getCallBudget(caller: Caller, id: string): Promise<ConnectionBudget> {
  const budgets = await listCallBudgets(caller);
  const stored = await withOrg(caller.organizationId, (db) => findConnection(db, connectionUuid(id)));
  if (!stored) throw connectionNotFound();
  return budgets.get(id) ?? UNCOUNTED;
}

interface CountedConnection {
  readonly connection: StoredConnection;
  readonly calls: readonly CountedCalls[];
  readonly backlog: readonly Backlog[];
}

function budgetOf(
  { connection, calls, backlog }: CountedConnection,
  spent: ReadonlyMap<string, Spent>,
  now: Date,
): ConnectionBudget {
  const budgets = calls.map(({ what, buckets: [own] }) => {
    const used = own && spent.get(own.id);
    return {
      what,
      perMinute: Math.round(used?.perMinute ?? own?.perMinute ?? 0),
      used: Math.round(used?.calls ?? 0),
    };
  });
  const stalls = calls.flatMap(({ buckets }) => buckets.map(({ id }) => spent.get(id)?.stalledForMs ?? 0));
  const stalledMs = Math.max(0, ...stalls);
  const writes = budgets.find(({ what }) => what !== "reads");
  const pace = {
    ...WRITE_PACES[connection.kind as ConnectorKind],
    callsPerMinute: writes?.perMinute ?? null,
  };
  const estimates = backlog.map(({ chunks }) => estimateOf(chunks, pace));
  const sum = (of: (each: (typeof estimates)[number]) => number) =>
    estimates.reduce((total, each) => total + of(each), 0);
  return {
    budgets,
    stalledUntil: stalledMs > 0 ? new Date(now.getTime() + stalledMs).toISOString() : null,
    backlog:
      estimates.length === 0
        ? null
        : {
            writes: sum((each) => each.writes),
            seconds: sum((each) => each.seconds ?? 0) + Math.ceil(stalledMs / 1000),
          },
  };
}

const backlogOn = (
  { id }: StoredConnection,
  runs: readonly WritingRun[],
  waiting: readonly Backlog[],
): readonly Backlog[] => {
  const sides = runs.flatMap(({ sides: of }) => of.filter(({ connectionId }) => connectionId === id));
  return waiting.filter(({ sideId }) => sides.some((side) => side.id === sideId));
};
