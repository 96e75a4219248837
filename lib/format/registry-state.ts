import { counted } from "./count";

/** How loudly a word is shown. `stop` is a safety stop: neither a failure nor a success. */
export type Tone = "calm" | "good" | "busy" | "warn" | "bad" | "stop";

export interface StateWord {
  readonly word: string;
  readonly tone: Tone;
  /** What happens next, one sentence. */
  readonly meaning: string;
}

const STATES: Record<string, StateWord> = {
  draft: { word: "Draft", tone: "calm", meaning: "Nothing is written until the first sync is started." },
  "first-sync": {
    word: "First sync",
    tone: "busy",
    meaning: "Existing rows are being matched and completed; nothing is deleted.",
  },
  "up-to-date": { word: "Up to date", tone: "good", meaning: "Every row is equal on all sides." },
  syncing: { word: "Syncing", tone: "busy", meaning: "Changes are being read, compared and written." },
  "up-to-date-with-issues": {
    word: "Up to date with issues",
    tone: "warn",
    meaning: "Some rows wait under Conflicts or Issues; all others are equal.",
  },
  held: {
    word: "Held for approval",
    tone: "warn",
    meaning: "A plan waits for a person. Until then no more of it is written, and nothing is lost.",
  },
  paused: { word: "Paused", tone: "calm", meaning: "Changes made meanwhile are synced on resuming." },
  stopped: {
    word: "Stopped for safety",
    tone: "stop",
    meaning: "A safety rule ended the last run before it could do harm. Nothing was lost.",
  },
  "reconnect-needed": {
    word: "Reconnect needed",
    tone: "bad",
    meaning:
      "One of its connections cannot be used. Once that is mended, what waits goes on by itself; nothing is lost meanwhile.",
  },
  "over-limit": {
    word: "Over plan limit",
    tone: "warn",
    meaning:
      "Paused, because there are more rows than the plan holds. All rows are kept; it goes on by itself once there is room.",
  },
};

/** Every state there is. */
export const STATE_NAMES: readonly string[] = Object.keys(STATES);

const WAITING = new Set(["draft", "held", "paused", "over-limit"]);

/** Whether the schedule goes on: while a person is waited for, no run begins by itself. */
export const isScheduled = (state: string): boolean => !WAITING.has(state);

/** The word, tone and meaning of a registry's state; an unknown state is shown as it is. */
export function stateWord(state: string): StateWord {
  return STATES[state] ?? { word: state, tone: "calm", meaning: "" };
}

/**
 * The same for a registry whose last full check found `drifted` rows and records that differ, where no run has written
 * since: it is not called up to date.
 */
export function standingWord(state: string, drifted: number): StateWord {
  if (drifted === 0 || state !== "up-to-date") return stateWord(state);
  return {
    word: "Drift found",
    tone: "warn",
    meaning: `The last full check found ${counted(drifted, "row")} not equal on all sides.`,
  };
}
