import "server-only";
import { relativeTime } from "@/lib/format/moment";
import { proofSentence } from "@/lib/format/setting";
import { registryOf, runsOf } from "./registry";

/** The registry, and what is known of its rows' equality now, as a sentence. */
export async function proofOf(org: string, registryId: string) {
  const [registry, runs] = await Promise.all([registryOf(org, registryId), runsOf(org, registryId)]);
  const checked = runs.data.find((run) => run.counts.verified !== null && run.finishedAt !== null);
  const proof = proofSentence({
    rows: checked?.counts.rows ?? registry.rows,
    equal: checked?.counts.verified ?? null,
    checked: checked?.finishedAt ? relativeTime(checked.finishedAt, Date.now()) : null,
  });
  return { registry, proof };
}
