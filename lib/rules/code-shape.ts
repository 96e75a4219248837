/**
 * The shape of codes such as `AB-1234`: runs of capitals, small letters or digits, and the signs between them. Codes of
 * one kind have the same runs in the same order, though perhaps not of the same length.
 */

const MAX_LENGTH = 64;
const MAX_RUNS = 8;
const MAX_SHAPES = 100;

/** Character classes of codes, in the notation of patterns. */
const CLASSES: readonly (readonly [name: string, member: RegExp])[] = [
  ["[A-Z]", /[A-Z]/],
  ["[a-z]", /[a-z]/],
  ["\\d", /[0-9]/],
];

/** Signs that codes are built with; a space would make of any sentence a code. */
const SIGN = /[-_./:#+]/;

interface Run {
  /** A class, or one sign as a pattern writes it. */
  readonly kind: string;
  readonly least: number;
  readonly most: number;
}

interface Shape {
  readonly runs: readonly Run[];
  readonly values: number;
}

export interface CommonShape {
  /** Anchored; matches exactly the values of the shape, at the lengths that were seen. */
  readonly pattern: string;
  readonly values: number;
}

export class CodeShapes {
  private values = 0;
  /** null once there are too many for any to be common. */
  private shapes: Map<string, Shape> | null = new Map();

  add(value: string): void {
    this.values += 1;
    if (this.shapes === null) return;
    const runs = runsOf(value);
    if (runs === null) return;
    const kinds = runs.map(({ kind }) => kind).join("");
    const known = this.shapes.get(kinds);
    this.shapes.set(kinds, known === undefined ? { runs, values: 1 } : widened(known, runs));
    if (this.shapes.size > MAX_SHAPES) this.shapes = null;
  }

  /** The shape of at least this share of all values, if it says something about them. */
  common(share: number): CommonShape | null {
    for (const { runs, values } of this.shapes?.values() ?? [])
      if (values >= share * this.values && isTelling(runs)) return { pattern: patternOf(runs), values };
    return null;
  }
}

/** null for what is no code. */
function runsOf(value: string): Run[] | null {
  if (value === "" || value.length > MAX_LENGTH) return null;
  const runs: { kind: string; least: number; most: number }[] = [];
  for (const character of value) {
    const kind = kindOf(character);
    if (kind === null) return null;
    const last = runs.at(-1);
    if (last?.kind === kind) last.most = ++last.least;
    else runs.push({ kind, least: 1, most: 1 });
    if (runs.length > MAX_RUNS) return null;
  }
  return runs;
}

function kindOf(character: string): string | null {
  const known = CLASSES.find(([, member]) => member.test(character));
  if (known !== undefined) return known[0];
  return SIGN.test(character) ? character.replace(/[.+]/, "\\$&") : null;
}

const widened = ({ runs, values }: Shape, seen: readonly Run[]): Shape => ({
  values: values + 1,
  runs: runs.map((run, at) => ({
    kind: run.kind,
    least: Math.min(run.least, seen[at]?.least ?? run.least),
    most: Math.max(run.most, seen[at]?.most ?? run.most),
  })),
});

/** Words of letters are no codes, and a number of any length has no shape. */
function isTelling(runs: readonly Run[]): boolean {
  const [first] = runs;
  if (runs.length === 1)
    return first?.least === first?.most && first?.kind !== "[a-z]" && (first?.most ?? 0) > 1;
  return runs.some(({ kind }) => kind === "\\d");
}

const patternOf = (runs: readonly Run[]): string =>
  `^${runs.map(({ kind, least, most }) => kind + counted(least, most)).join("")}$`;

function counted(least: number, most: number): string {
  if (least !== most) return `{${least},${most}}`;
  return most === 1 ? "" : `{${most}}`;
}
