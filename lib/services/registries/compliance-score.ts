export type CompliancePartName = "rows" | "relations" | "drift" | "approvals" | "ledger";

/** So many of so many are as they should be; or why that is not known. */
export type Measured = { readonly good: number; readonly of: number } | { readonly unknown: string };

export type ComplianceMeasures = Readonly<Record<CompliancePartName, Measured>>;

export interface CompliancePart {
  readonly name: CompliancePartName;
  /** Of 100, shared among the parts that are known. */
  readonly weight: number;
  readonly good: number | null;
  readonly of: number | null;
  /** Why it is not known, and so left out. */
  readonly unknown: string | null;
  /** What would raise it; null = nothing more, or it is not known. */
  readonly raise: string | null;
}

export interface Compliance {
  /** 0 to 100, rounded down: 100 only where nothing is amiss; null = no part is known. */
  readonly score: number | null;
  readonly parts: readonly CompliancePart[];
}

const WEIGHTS: Readonly<Record<CompliancePartName, number>> = {
  rows: 40,
  relations: 20,
  drift: 20,
  approvals: 10,
  ledger: 10,
};

const RAISE: Readonly<Record<CompliancePartName, string>> = {
  rows: "Mend the rows under Issues.",
  relations: "Make the rows that relations point at, or empty those cells.",
  drift: "Run the drift check: it is due once a day.",
  approvals: "Decide on held plans before they expire.",
  ledger: "Look at what the verification of the ledger found.",
};

/** Sum of weight x good / of over the parts that are known, of the sum of their weights. Nothing to measure is no part. */
export function complianceOf(measures: ComplianceMeasures): Compliance {
  const parts = (Object.keys(WEIGHTS) as CompliancePartName[]).map((name) => partOf(name, measures[name]));
  const known = parts.filter(({ good, of }) => good !== null && of !== null);
  const weight = known.reduce((sum, part) => sum + part.weight, 0);
  const reached = known.reduce((sum, part) => sum + part.weight * ((part.good ?? 0) / (part.of ?? 1)), 0);
  // What is whole adds up to a hundred for certain, whatever fractions do.
  const isWhole = known.every(({ good, of }) => good === of);
  const score = weight === 0 ? null : isWhole ? 100 : Math.min(99, Math.floor((reached / weight) * 100));
  return { score, parts };
}

function partOf(name: CompliancePartName, measured: Measured): CompliancePart {
  const weight = WEIGHTS[name];
  const unknown = "unknown" in measured ? measured.unknown : measured.of === 0 ? NOTHING[name] : null;
  if ("unknown" in measured || unknown !== null)
    return { name, weight, good: null, of: null, unknown, raise: null };
  const good = Math.max(0, Math.min(measured.good, measured.of));
  return { name, weight, good, of: measured.of, unknown, raise: good < measured.of ? RAISE[name] : null };
}

const NOTHING: Readonly<Record<CompliancePartName, string>> = {
  rows: "There are no rows yet.",
  relations: "No field points at another registry.",
  drift: "The first check is not due yet.",
  approvals: "No plan was held in the last 30 days.",
  ledger: "Nothing is in the ledger yet.",
};
