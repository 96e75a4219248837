import "server-only";
import { relativeTime } from "@/lib/format/moment";
import { proofSentence } from "@/lib/format/setting";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { listRuns } from "@/lib/services/runs/browse-runs";
import { found } from "./answer";

/** The registry, and what is known of its rows' equality now, as a sentence. */
export async function proofOf(org: string, registryId: string) {
  const [registry, runs] = await found(org, (caller) =>
    Promise.all([getRegistry(caller, registryId), listRuns(caller, registryId, null)]),
  );
  const checked = runs.data.find((run) => run.counts.verified !== null && run.finishedAt !== null);
  const proof = proofSentence({
    rows: checked?.counts.rows ?? registry.rows,
    equal: checked?.counts.verified ?? null,
    checked: checked?.finishedAt ? relativeTime(checked.finishedAt, Date.now()) : null,
  });
  return { registry, proof };
}
