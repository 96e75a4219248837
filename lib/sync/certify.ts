import "server-only";
import type { DriftCertificate } from "@/lib/db/drift-certificates";
import type { RunTransaction } from "@/lib/db/run-store";
import { publicId } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import { runEntry } from "./ledger-entries";
import { sideOf } from "./progress";
import type { RunSession } from "./session";

/**
 * What a drift check has found, in the transaction of its plan: only there is what was staged known to be what was
 * sealed, and of each record which row it is. Counts and digests, never rows.
 */
export async function certify(session: RunSession, tx: RunTransaction): Promise<DriftCertificate> {
  const { run, registry, progress } = session;
  const drift = await tx.driftOf({
    runId: run.id,
    registryId: registry.id,
    sides: registry.sides.map(({ id, match }) => ({
      sideId: id,
      required: (match ?? registry.match) !== "match-only",
    })),
  });
  const sides = registry.sides.flatMap(({ id }) => {
    const [found, { seal, since }] = [drift.sides[id], sideOf(progress, id)];
    return found && seal ? [{ sideId: id, byChanges: since !== null, ...found, ...seal }] : [];
  });
  const { rows, equal, drifted, baseDigest } = drift;
  return { at: session.now().toISOString(), rows, equal, drifted, baseDigest, sides };
}

/** The certificate of a drift check as an entry; nothing for other runs. */
export function certificateEntry(session: RunSession): Entry[] {
  const { certificate } = session.progress;
  if (!certificate) return [];
  const sides = certificate.sides.map(({ sideId, ...side }) => ({ side: publicId("sid", sideId), ...side }));
  const registry = publicId("reg", session.registry.id);
  return [runEntry(session, "drift.checked", { registry, ...certificate, sides })];
}
