import type { Caller } from "@/lib/auth/policy";
import type { Action, Entry } from "@/lib/ledger/envelope";

/** What a caller did here, between no systems, as the ledger keeps it; of a founder no request is known. */
export const callerEntry = (
  caller: Pick<Caller, "actor"> & Partial<Pick<Caller, "requestId">>,
  done: {
    readonly action: Action;
    readonly target: Entry["target"];
    readonly payload: unknown;
    readonly runId?: string;
  },
): Entry => ({
  actor: caller.actor,
  action: done.action,
  outcome: "ok",
  target: done.target,
  source: null,
  destination: null,
  requestId: caller.requestId ?? null,
  runId: done.runId ?? null,
  payload: done.payload,
});
