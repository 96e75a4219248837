import "server-only";
import { type DueDelivery, dueDeliveries } from "@/lib/db/notice-deliveries";
import { asAppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { deliverOne } from "./deliver-one";

/** Messages in one look-up; the rest has the next. */
const AT_ONCE = 60;
const SIDE_BY_SIDE = 10;

/** Tries every message that is due, until `until` at most, in ms since 1970. Counts only. */
export async function deliverNotices(
  now: Date,
  { until }: { readonly until: number },
): Promise<{ sent: number; tried: number }> {
  let [sent, tried] = [0, 0];
  const due = await dueDeliveries(now, AT_ONCE);
  for (let at = 0; at < due.length && Date.now() < until; at += SIDE_BY_SIDE) {
    const done = await Promise.all(due.slice(at, at + SIDE_BY_SIDE).map((one) => tryOne(one, now)));
    tried += done.length;
    sent += done.filter(Boolean).length;
  }
  return { sent, tried };
}

/** One that cannot even be noted keeps the others from nothing: it is due again. */
const tryOne = (due: DueDelivery, now: Date): Promise<boolean> =>
  deliverOne(due, now).catch((thrown: unknown) => {
    log("warn", "notice.not-tried", { delivery: due.deliveryId, error: asAppError(thrown) });
    return false;
  });
