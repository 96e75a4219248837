import { counted } from "./count";
import type { Tone } from "./registry-state";

const STATUSES: Record<string, { word: string; tone: Tone }> = {
  queued: { word: "Queued", tone: "calm" },
  running: { word: "Running", tone: "busy" },
  held: { word: "Held for approval", tone: "warn" },
  done: { word: "Done", tone: "good" },
  "done-with-issues": { word: "Done with issues", tone: "warn" },
  failed: { word: "Failed", tone: "bad" },
  stopped: { word: "Stopped for safety", tone: "stop" },
};

interface Ending {
  readonly status: string;
  readonly decidedBy: { readonly decision: string } | null;
  readonly error: { readonly kind: string } | null;
}

/** The word for a run's status. A rejection, the end of its time and a newer plan also stop a run, but not for safety. */
export function runWord(run: Ending): { word: string; tone: Tone } {
  if (run.status === "stopped" && run.decidedBy?.decision === "rejected")
    return { word: "Rejected", tone: "calm" };
  if (run.status === "stopped" && run.decidedBy?.decision === "expired")
    return { word: "Expired", tone: "calm" };
  if (run.status === "stopped" && run.error?.kind === "stale") return { word: "Superseded", tone: "calm" };
  if (waitsForAccess(run)) return { word: "Waiting", tone: "warn" };
  return STATUSES[run.status] ?? { word: run.status, tone: "calm" };
}

const KINDS: Record<string, string> = {
  sync: "Sync",
  "dry-run": "Dry run",
  shadow: "Shadow run",
  "drift-check": "Drift check",
  restore: "Restore",
  undo: "Undo",
};

export const runKindWord = (kind: string): string => KINDS[kind] ?? kind;

const TRIGGERS: Record<string, string> = {
  person: "A person",
  "api-key": "API key",
  schedule: "Schedule",
  system: "ChittySync",
};

export const triggerWord = (type: string): string => TRIGGERS[type] ?? type;

const ASKED_BY: Record<string, string> = {
  person: "a person",
  "api-key": "an API key",
  schedule: "the schedule",
};

/** The same within a sentence: asked for by the schedule. */
export const askedBy = (type: string): string => ASKED_BY[type] ?? triggerWord(type);

interface Reading {
  readonly read: Readonly<Record<string, number>>;
  readonly byChanges: readonly string[];
}

/**
 * What a run has read of a side, `3 rows`; null = it has not come to it, which is not the same as empty. Of a side that
 * told only what had changed: `3 changes`.
 */
export function countRead({ read, byChanges }: Reading, side: string): string | null {
  const rows = read[side];
  return rows === undefined ? null : counted(rows, byChanges.includes(side) ? "change" : "row");
}

/** The same as a part of a line: `3 rows read`. */
export function rowsRead({ counts }: { readonly counts: Reading }, side: string): string {
  const read = countRead(counts, side);
  return read === null ? "not read yet" : `${read} read`;
}

export const isUnderWay = (status: string): boolean => status === "queued" || status === "running";

/** A run that has not failed: one of its connections is refused, `error` says which, and it goes on by itself. */
export const waitsForAccess = ({ status, error }: Pick<Ending, "status" | "error">): boolean =>
  isUnderWay(status) && error?.kind === "connection-broken";

/** A run that found nothing to do and met nothing worth telling. */
export function isQuiet(run: {
  readonly status: string;
  readonly counts: Readonly<Record<"create" | "update" | "delete" | "conflict", number>>;
}): boolean {
  const { create, update, conflict } = run.counts;
  return run.status === "done" && create + update + run.counts.delete + conflict === 0;
}

const WRITING = new Set(["sync", "restore", "undo"]);

/** Whether a run of this kind goes on to write; the others end with what they have found. */
export const mayWrite = (kind: string): boolean => WRITING.has(kind);

/** Whether a run had to wait for a person, whatever the number of rules that made it. */
export const wasHeld = (run: {
  readonly kind: string;
  readonly brakes: readonly { readonly severity: string }[];
}): boolean =>
  mayWrite(run.kind) && run.brakes.length > 0 && run.brakes.every(({ severity }) => severity === "hold");

const CARRIED_OUT = new Set(["done", "done-with-issues"]);

/** A run that was carried out and changed rows. What was put back is what the registry had all along. */
export function canBeUndone(run: {
  readonly kind: string;
  readonly status: string;
  readonly request: { readonly kind: string } | null;
  readonly counts: Readonly<Record<"create" | "update" | "delete", number>>;
}): boolean {
  const { create, update } = run.counts;
  const hasChanged = create + update + run.counts.delete > 0 && run.request?.kind !== "put-back";
  return mayWrite(run.kind) && CARRIED_OUT.has(run.status) && hasChanged;
}
