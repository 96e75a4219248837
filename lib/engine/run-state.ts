import { unreachable } from "./unreachable";

export type RunKind = "sync" | "dry-run" | "shadow" | "drift-check" | "restore" | "undo";

/** How far one side's read is: `cursor` null before the first page, opaque. */
export interface SidePull {
  readonly sideId: string;
  readonly cursor: string | null;
  readonly done: boolean;
}

export type RunPhase =
  | "queued"
  | "pull"
  | "seal"
  | "plan"
  | "brake"
  | "held"
  | "apply"
  | "verify"
  | "closing"
  | "closed";

export type CloseStatus = "done" | "done-with-issues" | "failed" | "stopped";

/** Why a run ended without doing all it was asked; null = it did. */
export type CloseReason = "incomplete-read" | "brake" | "rejected" | "superseded" | "expired" | "failed";

/** Everything durable that says where a run is. Plain data: it is stored as it stands. */
export interface RunState {
  readonly kind: RunKind;
  readonly phase: RunPhase;
  readonly sides: readonly SidePull[];
  /** The last row planned; null before the first. */
  readonly planAfter: string | null;
  readonly planHash: string | null;
  /** Chunks to apply, and the next of them. */
  readonly chunks: number;
  readonly chunk: number;
  readonly hasIssues: boolean;
  readonly status: CloseStatus | null;
  readonly reason: CloseReason | null;
}

/** The next step of a run. Each may be done twice: the event that ends it counts once. */
export type Action =
  | { readonly kind: "open" }
  | { readonly kind: "pull"; readonly sideId: string; readonly cursor: string | null }
  | { readonly kind: "seal" }
  | { readonly kind: "plan"; readonly after: string | null }
  | { readonly kind: "brake" }
  /** Tell the approvers and leave; an event wakes the run. */
  | { readonly kind: "hold" }
  /** Apply and commit this chunk. */
  | { readonly kind: "apply"; readonly chunk: number }
  | { readonly kind: "verify" }
  | { readonly kind: "close"; readonly status: CloseStatus; readonly reason: CloseReason | null }
  | { readonly kind: "done" };

/** What happened. Each names what it answers, so that a late or repeated one is recognised and ignored. */
export type RunEvent =
  | { readonly kind: "opened"; readonly sideIds: readonly string[] }
  /** `cursor` is the one that was asked for, `next` the one to ask for now; null = the side is read. */
  | {
      readonly kind: "pulled";
      readonly sideId: string;
      readonly cursor: string | null;
      readonly next: string | null;
    }
  | { readonly kind: "sealed"; readonly complete: boolean }
  /** What was staged is lost or does not match its seal: everything is read again. */
  | { readonly kind: "unsealed" }
  | { readonly kind: "planned-part"; readonly after: string | null; readonly next: string }
  | {
      readonly kind: "planned";
      readonly after: string | null;
      readonly planHash: string;
      readonly chunks: number;
    }
  | { readonly kind: "braked"; readonly severity: "hold" | "stop" | null }
  | { readonly kind: "approved"; readonly planHash: string }
  /** Who approved may no longer: what is left of the plan waits for somebody who may. */
  | { readonly kind: "approval-lost" }
  | { readonly kind: "rejected" }
  /** A newer plan of the same registry takes this one's place. */
  | { readonly kind: "superseded" }
  /** Nobody decided in time; nothing is lost, the next run plans anew. */
  | { readonly kind: "expired" }
  | { readonly kind: "applied"; readonly chunk: number; readonly issues: boolean }
  | { readonly kind: "verified"; readonly issues: boolean }
  | { readonly kind: "failed" }
  | { readonly kind: "closed" };

export function startRun(kind: RunKind): RunState {
  return {
    kind,
    phase: "queued",
    sides: [],
    planAfter: null,
    planHash: null,
    chunks: 0,
    chunk: 0,
    hasIssues: false,
    status: null,
    reason: null,
  };
}

/** The one reducer: what a run does next, from what is durable alone. */
export function nextAction(state: RunState): Action {
  switch (state.phase) {
    case "queued":
      return { kind: "open" };
    case "pull":
      return nextPull(state);
    case "seal":
      return { kind: "seal" };
    case "plan":
      return { kind: "plan", after: state.planAfter };
    case "brake":
      return { kind: "brake" };
    case "held":
      return { kind: "hold" };
    case "apply":
      return { kind: "apply", chunk: state.chunk };
    case "verify":
      return { kind: "verify" };
    case "closing":
      return { kind: "close", status: state.status ?? "failed", reason: state.reason };
    case "closed":
      return { kind: "done" };
    default:
      return unreachable(state.phase);
  }
}

function nextPull(state: RunState): Action {
  const side = state.sides.find((candidate) => !candidate.done);
  if (side === undefined) return { kind: "seal" };
  return { kind: "pull", sideId: side.sideId, cursor: side.cursor };
}

/** What people are told: the public status of a run. */
export function statusOf(state: RunState): "queued" | "running" | "held" | CloseStatus {
  if (state.phase === "queued" || state.phase === "held") return state.phase;
  if (state.phase === "closed" && state.status !== null) return state.status;
  return "running";
}
