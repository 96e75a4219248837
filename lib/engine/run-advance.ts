import type { CloseReason, CloseStatus, RunEvent, RunKind, RunState } from "./run-state";
import { unreachable } from "./unreachable";

type Of<K extends RunEvent["kind"]> = Extract<RunEvent, { kind: K }>;

/** The run after an event. Total: an event that does not fit where the run is changes nothing. */
export function advance(state: RunState, event: RunEvent): RunState {
  switch (event.kind) {
    case "opened":
      return opened(state, event);
    case "pulled":
      return state.phase === "pull" ? pulled(state, event) : state;
    case "sealed":
      return state.phase === "seal" ? sealed(state, event) : state;
    case "unsealed":
      return unsealed(state);
    case "planned-part":
      return isPlanning(state, event.after) ? { ...state, planAfter: event.next } : state;
    case "planned":
      return isPlanning(state, event.after) ? planned(state, event) : state;
    case "braked":
      return state.phase === "brake" ? braked(state, event) : state;
    case "approved":
      return state.phase === "held" && event.planHash === state.planHash ? toApply(state) : state;
    case "approval-lost":
      return state.phase === "apply" ? { ...state, phase: "held" } : state;
    case "rejected":
      return state.phase === "held" ? closing(state, "stopped", "rejected") : state;
    case "superseded":
      return state.phase === "held" ? closing(state, "stopped", "superseded") : state;
    case "expired":
      return state.phase === "held" ? closing(state, "stopped", "expired") : state;
    case "applied":
      return state.phase === "apply" && event.chunk === state.chunk ? applied(state, event) : state;
    case "verified":
      return state.phase === "verify"
        ? ended({ ...state, hasIssues: state.hasIssues || event.issues })
        : state;
    case "failed":
      return isOver(state) ? state : closing(state, "failed", "failed");
    case "closed":
      return state.phase === "closing" ? { ...state, phase: "closed" } : state;
    default:
      return unreachable(event);
  }
}

function opened(state: RunState, { sideIds }: Of<"opened">): RunState {
  if (state.phase !== "queued") return state;
  const sides = sideIds.map((sideId) => ({ sideId, cursor: null, done: false }));
  return { ...state, phase: sides.length === 0 ? "seal" : "pull", sides };
}

function pulled(state: RunState, { sideId, cursor, next }: Of<"pulled">): RunState {
  const sides = state.sides.map((side) =>
    side.sideId === sideId && !side.done && side.cursor === cursor
      ? { sideId, cursor: next ?? cursor, done: next === null }
      : side,
  );
  return { ...state, phase: sides.every((side) => side.done) ? "seal" : "pull", sides };
}

function sealed(state: RunState, { complete }: Of<"sealed">): RunState {
  return complete ? { ...state, phase: "plan" } : closing(state, "stopped", "incomplete-read");
}

/** Only before the plan is whole: what a person may have seen is never planned again under the same run. */
function unsealed(state: RunState): RunState {
  if (state.phase !== "seal" && state.phase !== "plan") return state;
  const sides = state.sides.map(({ sideId }) => ({ sideId, cursor: null, done: false }));
  return { ...state, phase: sides.length === 0 ? "seal" : "pull", sides, planAfter: null };
}

function isPlanning(state: RunState, after: string | null): boolean {
  return state.phase === "plan" && state.planAfter === after;
}

function planned(state: RunState, { planHash, chunks }: Of<"planned">): RunState {
  return { ...state, phase: "brake", planHash, chunks, chunk: 0 };
}

function braked(state: RunState, { severity }: Of<"braked">): RunState {
  if (severity === "stop") return closing(state, "stopped", "brake");
  if (!isWriting(state.kind)) return ended(state);
  return severity === "hold" ? { ...state, phase: "held" } : toApply(state);
}

/** Whether a run of this kind goes on to write; the others end with their plan. */
export function isWriting(kind: RunKind): boolean {
  switch (kind) {
    case "sync":
    case "restore":
    case "undo":
      return true;
    case "dry-run":
    case "shadow":
    case "drift-check":
      return false;
    default:
      return unreachable(kind);
  }
}

function toApply(state: RunState): RunState {
  return { ...state, phase: state.chunk < state.chunks ? "apply" : "verify" };
}

function applied(state: RunState, { issues }: Of<"applied">): RunState {
  return toApply({ ...state, chunk: state.chunk + 1, hasIssues: state.hasIssues || issues });
}

function ended(state: RunState): RunState {
  return closing(state, state.hasIssues ? "done-with-issues" : "done", null);
}

function closing(state: RunState, status: CloseStatus, reason: CloseReason | null): RunState {
  return { ...state, phase: "closing", status, reason };
}

function isOver(state: RunState): boolean {
  return state.phase === "closing" || state.phase === "closed";
}
