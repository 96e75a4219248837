import "server-only";
import type { RegistryDefinition, SideDefinition } from "@/lib/db/registries";
import type { SideMark } from "@/lib/db/rows/carry";
import type { RunTransaction } from "@/lib/db/run-store";
import type { RunKind } from "@/lib/db/runs";
import { NORMALISER_VERSION } from "@/lib/engine/canonical";
import { plannedBy, type Since, sideOf } from "./progress";
import type { RunSession } from "./session";
import { digest, type OpenSide } from "./sides";

/**
 * How long a side may go without being read whole. What its changes do not tell (records that were moved, purged or
 * hidden; an index that lost an entry) is found then.
 */
const WHOLE_MS = 24 * 60 * 60 * 1000;

/** Runs that may go by what changed; the others are asked to look at everything. */
const BY_CHANGES: ReadonlySet<string> = new Set(["sync", "dry-run", "shadow"]);

/** A drift check proves something: it goes by changes only where they are all that there is to see. */
const maySkip = (kind: RunKind, { connector }: OpenSide): boolean =>
  BY_CHANGES.has(kind) || (kind === "drift-check" && connector.abilities.changesAreWhole);

interface Looking {
  readonly side: OpenSide;
  readonly mark: SideMark | undefined;
  readonly now: Date;
}

/** The mark from which this run may read the side's changes; null = it reads the side whole. */
export function sinceOf({ registry, run }: RunSession, { side, mark, now }: Looking): Since | null {
  const { changes, abilities } = side.connector;
  const pays = run.kind === "drift-check" || registry.rowCount >= abilities.changesPayFrom;
  if (!mark || changes === undefined || !pays) return null;
  if (!maySkip(run.kind, side) || run.request.kind !== "plain" || registry.recheck > registry.rechecked)
    return null;
  const age = now.getTime() - mark.wholeAt;
  const isCurrent = age >= 0 && age < WHOLE_MS && mark.under === readUnder(registry, side.definition);
  return isCurrent ? { mark: mark.mark, plannedAt: mark.plannedAt } : null;
}

/**
 * Leaves each side's mark for the next run, or none where it must read the side whole: also where what was seen and not
 * committed is known no more, because a crash of the server has emptied the UNLOGGED table since, and where another run
 * that planned later has closed before.
 */
export async function leaveMarks(
  session: RunSession,
  tx: RunTransaction,
  stagingLost: boolean,
): Promise<void> {
  const { registry, run, progress } = session;
  const before = await tx.sideMarks(registry.id);
  const { plannedAt } = plannedBy(session);
  for (const definition of registry.sides) {
    const { id } = definition;
    const { mark, since, readAt } = sideOf(progress, id);
    // A run that planned later has taken up more than this one has read.
    const isOlder = Date.parse(before[id]?.plannedAt ?? "") > Date.parse(plannedAt);
    const isSettled =
      !stagingLost && !isOlder && mark !== null && !(await tx.hasStrangers({ runId: run.id, sideId: id }));
    const wholeAt = since === null ? readAt : (before[id]?.wholeAt ?? 0);
    const under = readUnder(registry, definition);
    await tx.setSideMark(id, isSettled ? { mark, wholeAt, under, plannedAt } : null);
  }
}

/** All that decides what a record of the side looks like when it is staged. */
function readUnder({ key, normalise, fields }: RegistryDefinition, side: SideDefinition): string {
  const { address, mappings, connectionId } = side;
  return digest(
    JSON.stringify([NORMALISER_VERSION, key, normalise, fields, address, mappings, connectionId]),
  );
}
