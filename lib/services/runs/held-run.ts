import "server-only";
import { authorize, type Caller, rolesFor } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findRegistry, type RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { changedFields, samplePlan } from "@/lib/db/rows/held-plan";
import { type PlanSource, planSources } from "@/lib/db/rows/orders";
import type { StoredRun } from "@/lib/db/runs";
import { AppError } from "@/lib/errors";
import { brakeRemedy, brakeWord } from "@/lib/format/brake-word";
import { exactTime } from "@/lib/format/moment";
import { publicId } from "@/lib/ids";
import { type BrakeRule, brakeRule } from "./brake-rule";
import { type ChangeView, changeViews, perSideOf, requireRun } from "./browse-runs";
import { decidersOf, type RestrictedField } from "./deciders";
import type { RunView } from "./run-view";

/** Everything that a person needs to decide on a held plan. */
export interface HeldRunView {
  readonly runId: string;
  /** What an approval approves. */
  readonly planHash: string;
  readonly since: string;
  readonly expiresAt: string | null;
  readonly ifNobodyDecides: string;
  readonly brakes: readonly HeldBrakeView[];
  readonly deciders: { readonly roles: readonly string[]; readonly fields: readonly RestrictedField[] };
  readonly mayDecide: boolean;
  readonly mayChangeRule: boolean;
  readonly perSide: RunView["perSide"];
  /** One write each of the first rows; deletes, if there are too many of them. */
  readonly sample: readonly ChangeView[];
  /** Where the plan's changes come from, and of how many of its rows; a rejection can put these back. */
  readonly sources: readonly { readonly side: string; readonly rows: number }[];
}

export interface HeldBrakeView {
  readonly kind: string;
  readonly side: string | null;
  readonly title: string;
  readonly message: string;
  readonly value: number;
  readonly limit: number;
  readonly total: number;
  readonly remedy: string;
  readonly rule: BrakeRule | null;
}

const SAMPLE = 10;

/** What a held run waits for. Throws AppError `stale` for a run that is not held. */
export async function getHeldRun(caller: Caller, id: string): Promise<HeldRunView> {
  const held = await findHeldRun(caller, id);
  if (held) return held;
  throw new AppError("stale", "This run does not wait for a decision.", {
    remedy: "Look at the run itself for what became of it.",
  });
}

/** The same; null for a run that is not held. */
export async function findHeldRun(caller: Caller, id: string): Promise<HeldRunView | null> {
  authorize(caller, "run:read");
  const { run, registry } = await withOrg(caller.organizationId, async (db) => {
    const found = await requireRun(db, id);
    return { run: found, registry: await findRegistry(db, found.registryId) };
  });
  if (run.status !== "held" || run.planHash === null || !registry) return null;
  const brakes = run.brakes.map((brake) => brakeView(brake, registry));
  const found = await withRows(caller.organizationId, async (client) => ({
    fields: await changedFields(client, run.id, Object.keys(registry.access)),
    sources: await planSources(client, { registryId: registry.id, runId: run.id }),
    sample: await changeViews(
      client,
      { run, registry },
      await samplePlan(client, run.id, { op: sampledOp(run), size: SAMPLE }),
    ),
  }));
  const deciders = decidersOf(registry, found.fields);
  return {
    runId: publicId("run", run.id),
    planHash: run.planHash,
    since: heldSince(run),
    expiresAt: run.expiresAt?.toISOString() ?? null,
    ifNobodyDecides: ifNobodyDecides(run),
    brakes,
    deciders,
    mayDecide: caller.role !== null && deciders.roles.includes(caller.role),
    mayChangeRule: caller.role === null || rolesFor("registry:write").includes(caller.role),
    perSide: await perSideOf(caller, run.id),
    sample: found.sample,
    sources: found.sources.map(sourceView),
  };
}

const sourceView = ({ sideId, rows }: PlanSource) => ({ side: publicId("sid", sideId), rows });

function brakeView(brake: StoredRun["brakes"][number], registry: RegistryDefinition): HeldBrakeView {
  const { kind, sideId, message, value, limit, total } = brake;
  return {
    ...{ kind, message, value, limit, total },
    side: sideId && publicId("sid", sideId),
    title: brakeWord(kind),
    remedy: brakeRemedy(kind),
    rule: brakeRule(kind, registry),
  };
}

const DELETE_BRAKES = new Set(["deletes", "deletes-24h", "unconfirmed-deletes", "emptied-side"]);

const sampledOp = ({ brakes }: StoredRun) =>
  brakes.some(({ kind }) => DELETE_BRAKES.has(kind)) ? ("delete" as const) : null;

/** ISO. */
export const heldSince = ({ phases, createdAt }: StoredRun): string =>
  phases.findLast((phase) => phase.name === "brake")?.finishedAt ?? createdAt.toISOString();

function ifNobodyDecides({ expiresAt }: StoredRun): string {
  const end = expiresAt
    ? ` On ${exactTime(expiresAt.toISOString())} this plan ends and a new one is made.`
    : "";
  return `Until somebody decides, nothing is written and nothing is lost: the sides stay as they are, and no further run begins by itself.${end}`;
}
