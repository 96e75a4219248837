import { counted, formatCount } from "./count";

const SCHEDULES: Record<string, string> = {
  realtime: "In real time",
  hourly: "Every hour",
  daily: "Every day",
  manual: "When asked",
};

/** `realtime`, `minutes:n`, `hourly`, `daily` or `manual` in words. */
export function scheduleWord(schedule: string): string {
  const minutes = /^minutes:(\d+)$/.exec(schedule)?.[1];
  if (minutes) return minutes === "1" ? "Every minute" : `Every ${minutes} minutes`;
  return SCHEDULES[schedule] ?? schedule;
}

const MODES: Record<string, string> = {
  bidirectional: "Both ways",
  "one-way": "One way",
  mirror: "Read-only mirror",
  shadow: "Shadow, writes nothing",
};

export const modeWord = (mode: string): string => MODES[mode] ?? mode;

const KINDS: Record<string, string> = {
  notion: "Notion",
  postgres: "PostgreSQL",
  google: "Google",
  "google-sheets": "Google Sheets",
};

/** The name of a kind of system, of a side or of a connection. */
export const kindWord = (kind: string): string => KINDS[kind] ?? kind;

const STRATEGIES: Record<string, string> = {
  "last-write-wins": "the last write wins",
  hash: "the hash decides",
  authority: "the authoritative side wins",
  manual: "a person decides",
  person: "a person decided",
  "edit survives": "an edit outlives a deletion",
  "first sync": "the first sync's winner stands",
  validation: "the other value breaks a rule",
  "agreed on the sides": "the sides agreed",
  "row deleted": "the row was deleted",
  "out of the filter": "the row left the filter",
};

export const strategyWord = (strategy: string): string => STRATEGIES[strategy] ?? strategy;

/** Which rule chose a conflict's winner; `hash (why)` says why the time could not. */
export function decidedByWord(rule: string): string {
  const [, name = rule, why] = /^([^(]+?)(?: \((.+)\))?$/.exec(rule) ?? [];
  const word = strategyWord(name);
  return why ? `${word}: ${why}` : word;
}

export interface Proof {
  readonly rows: number;
  readonly equal: number | null;
  /** Already relative: `2 min ago`; null before the first check. */
  readonly checked: string | null;
}

/** The sentence an empty list ends with: what is known, not only what is missing. */
export function proofSentence({ rows, equal, checked }: Proof): string {
  if (checked === null || equal === null) return "Not checked yet: the first run will tell.";
  const verb = rows === 1 ? "is" : "are";
  return `${formatCount(equal)} of ${counted(rows, "row")} ${verb} equal on all sides, checked ${checked}.`;
}
