import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { usualSchedule } from "@/lib/billing/plans";
import type { ConnectorKind } from "@/lib/connectors/connector";
import { READ_PACES, WRITE_PACES } from "@/lib/connectors/registry";
import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import { planSizes } from "@/lib/db/rows/plan-size";
import { findRun } from "@/lib/db/runs";
import { minutesBetween } from "@/lib/engine/cadence";
import { type ConnectionBudget, listCallBudgets } from "../connections/call-budgets";
import { planOfOrganization } from "../organizations/plan-of-organization";
import type { ForecastView, SideForecast } from "./draft-view";
import {
  type Allowed,
  batchesOf,
  batchRows,
  durationWords,
  readForecast,
  shareOf,
  usualForecast,
  writeForecast,
} from "./forecast";
import { sidesOfDraft } from "./registry-of-draft";
import { type Draft, requireDraft } from "./stored-draft";
import { tryKey } from "./try-key";
import { lookOf } from "./view-of-draft";

/** What is known of a side's rows: all of them, and what the first sync would write, batch by batch. Null = not known. */
interface Known {
  readonly rows: number | null;
  readonly batches: readonly number[] | null;
}

/**
 * How long the first sync and usual runs take and what they cost of the providers' budgets: from the plan of the dry run,
 * where it was of the draft as it is, else from what was surveyed. What cannot be told is null.
 */
export async function forecastDraft(caller: Caller, id: string): Promise<ForecastView> {
  authorize(caller, "registry:read");
  const { draft, schedule } = await withOrg(caller.organizationId, async (db) => {
    const found = await requireDraft(db, id);
    const plan = await planOfOrganization(db, caller.organizationId);
    return { draft: found, schedule: found.body.schedule ?? usualSchedule(plan) };
  });
  const planned = await fromPlan(caller, draft);
  const { known, missing } = planned
    ? { known: planned, missing: null }
    : await fromSurvey(caller, id, draft);
  const minutes = minutesBetween(schedule);
  const budgets = await listCallBudgets(caller);
  const sides = draft.body.sides.map((side) =>
    sideForecast(draft, side, { known: known.get(side.ref) ?? NOTHING_KNOWN, budgets, minutes }),
  );
  const from = known.size === 0 ? null : planned ? ("plan" as const) : ("survey" as const);
  return { from, missing, sides, ...totalOf(sides), runsADay: runsADay(minutes), message: sentenceOf(sides) };
}

const NOTHING_KNOWN: Known = { rows: null, batches: null };

async function fromPlan(caller: Caller, draft: Draft): Promise<ReadonlyMap<string, Known> | null> {
  const { runId, registryId, triedRevision, revision } = draft;
  if (!runId || !registryId || triedRevision !== revision) return null;
  const { run, sides } = await withOrg(caller.organizationId, async (db) => ({
    run: await findRun(db, runId),
    sides: await sidesOfDraft(db, draft),
  }));
  if (!run?.planHash) return null;
  const sizes = await withRows(caller.organizationId, (client) => planSizes(client, run.id));
  return new Map(
    [...sides].map(([ref, sideId]) => [
      ref,
      {
        rows: run.counts.read[sideId] ?? null,
        batches: sizes.find((size) => size.sideId === sideId)?.chunks ?? [],
      },
    ]),
  );
}

async function fromSurvey(
  caller: Caller,
  id: string,
  draft: Draft,
): Promise<{ readonly known: ReadonlyMap<string, Known>; readonly missing: ForecastView["missing"] }> {
  const { rows, missing, result } = await tryKey(caller, id);
  if (rows === null) return { known: new Map(), missing };
  const isWhole = rows.every((side) => side.isWhole);
  const paces = draft.body.sides.flatMap(({ ref }) => paceOf(lookOf(draft, ref)?.kind)?.write ?? []);
  const known = rows.map(({ side, rows: read, isWhole: isAll }) => {
    const creates = result?.sides.find((each) => each.side === side)?.creates;
    return [
      side,
      {
        // A system that tells its rows tells more than a survey that stopped.
        rows: isAll ? read : (lookOf(draft, side)?.rowCount ?? null),
        batches: isWhole && result ? batchesOf(creates ?? 0, batchRows(paces)) : null,
      },
    ] as const;
  });
  const unknown = isWhole
    ? result
      ? null
      : {
          message: "No key is chosen yet, so what the first sync writes is not known.",
          remedy: "Choose a key.",
        }
    : {
        message: "Not all rows were read, so what the first sync writes is not known.",
        remedy: "Make the dry run.",
      };
  return { known: new Map(known), missing: unknown };
}

const paceOf = (kind: string | undefined) =>
  kind !== undefined && Object.hasOwn(READ_PACES, kind)
    ? { read: READ_PACES[kind as ConnectorKind], write: WRITE_PACES[kind as ConnectorKind] }
    : null;

interface SideFacts {
  readonly known: Known;
  readonly budgets: ReadonlyMap<string, ConnectionBudget>;
  readonly minutes: number | null;
}

function sideForecast(
  draft: Draft,
  { ref, connectionId }: Draft["body"]["sides"][number],
  { known, budgets, minutes }: SideFacts,
): SideForecast {
  const look = lookOf(draft, ref);
  const pace = paceOf(look?.kind);
  const allowed = allowedBy(budgets.get(connectionId));
  const read = pace && known.rows !== null ? readForecast(known.rows, pace.read, allowed) : null;
  const usual = pace && known.rows !== null ? usualForecast(known.rows, pace.read, allowed) : null;
  return {
    side: ref,
    ...{ connectionId, connection: look?.connection ?? "", kind: look?.kind ?? "", rows: known.rows },
    first: { read, write: pace && known.batches ? writeForecast(known.batches, pace.write, allowed) : null },
    usual: { read: usual },
    share: usual && shareOf(usual.calls, usual.perMinute, minutes),
  };
}

/** One budget counts for reads and writes alike where the provider counts calls. */
function allowedBy(budget: ConnectionBudget | undefined): Allowed {
  const of = (what: "reads" | "writes"): number | null =>
    budget?.budgets.find((each) => each.what === what || each.what === "calls")?.perMinute ?? null;
  return { reads: of("reads"), writes: of("writes") };
}

/** At the providers' paces, one side after the other; a system without a limit adds nothing that could be told. */
function totalOf(sides: readonly SideForecast[]): Pick<ForecastView, "firstSeconds" | "usualSeconds"> {
  const isKnown = sides.every(({ first }) => first.read && first.write) && sides.length > 0;
  const sum = (seconds: readonly (number | null | undefined)[]): number =>
    seconds.reduce<number>((total, one) => total + (one ?? 0), 0);
  return {
    firstSeconds: isKnown
      ? sum(sides.flatMap(({ first }) => [first.read?.seconds, first.write?.seconds]))
      : null,
    usualSeconds:
      sides.length > 0 && sides.every(({ usual }) => usual.read)
        ? sum(sides.map(({ usual }) => usual.read?.seconds))
        : null,
  };
}

/** Null = only when somebody asks, or as changes come. */
const runsADay = (minutes: number | null): number | null =>
  minutes === null || minutes === 0 ? null : Math.round((24 * 60) / minutes);

function sentenceOf(sides: readonly SideForecast[]): string | null {
  const { firstSeconds, usualSeconds } = totalOf(sides);
  if (firstSeconds === null || usualSeconds === null) return null;
  return `The first sync takes ${durationWords(firstSeconds)} at least, a usual run ${durationWords(usualSeconds)}.`;
}
