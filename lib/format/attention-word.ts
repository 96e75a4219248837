import { counted, formatCount } from "./count";

interface KindWords {
  readonly word: string;
  /** Of one, and of several, as the filter and the counts have it. */
  readonly plural: string;
  /** What is behind one group, counted. */
  readonly unit: string;
}

const KINDS: Readonly<Record<string, KindWords>> = {
  connection: { word: "Broken connection", plural: "Broken connections", unit: "connection" },
  stopped: { word: "Stopped for safety", plural: "Stopped for safety", unit: "registry" },
  approval: { word: "Approval", plural: "Approvals", unit: "plan" },
  drift: { word: "Drift", plural: "Drift", unit: "registry" },
  conflict: { word: "Conflicts", plural: "Conflicts", unit: "conflict" },
  issue: { word: "Issue", plural: "Issues", unit: "row" },
  columns: { word: "New columns", plural: "New columns", unit: "column" },
};

const UNKNOWN: KindWords = { word: "", plural: "", unit: "item" };

export const attentionWord = (kind: string): string => (KINDS[kind] ?? UNKNOWN).word;

export const attentionPlural = (kind: string): string => (KINDS[kind] ?? UNKNOWN).plural;

/** What waits behind a group: `24 conflicts`, `1 row`. */
export const attentionCount = (kind: string, count: number): string => {
  const { unit } = KINDS[kind] ?? UNKNOWN;
  return counted(count, unit, unit === "registry" ? "registries" : `${unit}s`);
};

interface Proof {
  readonly registries: number;
  readonly checked: number;
  readonly rows: number;
  readonly equal: number;
}

/** What is known of the rows behind an empty inbox, without its time: `3 registries, 4,512 of 4,512 rows equal`. */
export function proofOfAll({ registries, checked, rows, equal }: Proof): string {
  const all = counted(registries, "registry", "registries");
  if (registries === 0) return "There is no registry yet";
  if (checked === 0) return `${all}, not checked yet`;
  const known = `${formatCount(equal)} of ${counted(rows, "row")} equal`;
  return checked === registries
    ? `${all}, ${known}`
    : `${all}, ${formatCount(checked)} of them checked: ${known}`;
}
