import type { Random } from "../chaos/random";

/** What makes one simulated system unlike another: each as unkind as the real one of its name. */
export interface Traits {
  readonly name: "notion" | "postgres" | "sheet";
  /** Records have an id of their own; else they are found by their key. */
  readonly stableRecordIds: boolean;
  /** Times of change are told, rounded down to this; null = none are. */
  readonly grainMs: number | null;
  /** The times that it tells are so much ahead of the database's. */
  readonly aheadMs: number;
  /** A write compares and sets in one; else somebody may edit in between. */
  readonly atomic: boolean;
  /** Records made or changed less than this ago may be missing from look-ups by key and from reads. */
  readonly lagMs: number;
  /** Two records may have one key. */
  readonly allowsTwins: boolean;
  readonly pageSize: number;
  readonly writeBatch: number;
  /** Digits behind the point that a number keeps; null = all. */
  readonly decimals: number | null;
  /** Deletions and changes since a mark can be told. */
  readonly tellsChanges: boolean;
}

const MINUTE_MS = 60_000;

/** How often one system that tells no times tells exact ones, and how often both do: then times decide who wrote last. */
const EXACT = 0.4;
const BOTH_EXACT = 0.5;

/** How often a system's clock is off, and how far: two of them within what the engine tolerates. */
const AHEAD = 0.2;
const MOST_AHEAD_MS = 900;

export function drawTraits(random: Random): readonly Traits[] {
  return drawTellers(random).map((traits) =>
    traits.grainMs === null || random.next() >= AHEAD
      ? traits
      : { ...traits, aheadMs: random.between(-MOST_AHEAD_MS, MOST_AHEAD_MS) },
  );
}

/** The sheet's records then have ids too, as those of most systems that tell times. */
function drawTellers(random: Random): readonly Traits[] {
  if (random.next() >= EXACT) return TRAITS;
  const isBoth = random.next() < BOTH_EXACT;
  return TRAITS.map((traits) => {
    if (traits.name === "sheet") return { ...traits, stableRecordIds: true, grainMs: 1 };
    return traits.name === "postgres" && isBoth ? { ...traits, grainMs: 1 } : traits;
  });
}

export const TRAITS: readonly Traits[] = [
  {
    name: "notion",
    stableRecordIds: true,
    grainMs: MINUTE_MS,
    aheadMs: 0,
    atomic: false,
    lagMs: 60_000,
    allowsTwins: true,
    pageSize: 4,
    writeBatch: 3,
    decimals: null,
    tellsChanges: true,
  },
  {
    name: "postgres",
    stableRecordIds: false,
    grainMs: null,
    aheadMs: 0,
    atomic: true,
    lagMs: 0,
    allowsTwins: false,
    pageSize: 1_000,
    writeBatch: 50,
    decimals: null,
    tellsChanges: true,
  },
  {
    name: "sheet",
    stableRecordIds: false,
    grainMs: null,
    aheadMs: 0,
    atomic: false,
    lagMs: 0,
    allowsTwins: true,
    pageSize: 1_000,
    writeBatch: 50,
    decimals: 1,
    tellsChanges: false,
  },
];
