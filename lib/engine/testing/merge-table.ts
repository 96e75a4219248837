import type { Field } from "../field";
import type { MergeRules, RowState, SideRules, SideState } from "../row";
import { testDigest } from "./build";

/** A row, and the rules it is merged under. */
export interface TableCase {
  readonly state: RowState;
  readonly rules: MergeRules;
}

/** One side's part in a case: how it is set up, and what it knows of the row; null = it takes no part. */
export interface Part {
  readonly side: Omit<SideRules, "sideId" | "position">;
  readonly state: Omit<SideState, "sideId"> | null;
}

/** Every way to give three sides a part, under one base and one set of rules. */
export interface Block {
  readonly fields: readonly Field[];
  readonly row: Pick<RowState, "base" | "origins">;
  readonly rules: Pick<MergeRules, "strategy" | "deletes"> &
    Partial<Pick<MergeRules, "authority" | "winners">>;
  readonly parts: readonly Part[];
  /**
   * A rule names side a. Else the sides are alike but for their parts, so of all orders of three parts only one is a
   * case (which one, goes by the case's number); that the merge knows no order of sides is rule 18.
   */
  readonly isSideANamed: boolean;
}

export interface Table {
  readonly name: string;
  readonly blocks: readonly Block[];
}

const SIDES = ["a", "b", "c"] as const;

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

export function sizeOf({ parts: { length: n }, isSideANamed }: Block): number {
  return isSideANamed ? n * pairs(n) : triples(n);
}

export function casesOf({ blocks }: Table): number {
  return blocks.reduce((sum, block) => sum + sizeOf(block), 0);
}

/** The case of that number, counted from 0 through the table's blocks. */
export function caseAt({ name, blocks }: Table, number: number): TableCase {
  let left = number;
  for (const block of blocks) {
    const size = sizeOf(block);
    if (left < size) return caseOf(block, partsAt(block, left));
    left -= size;
  }
  throw new Error(`The table ${name} has no case ${number}`);
}

function caseOf({ fields, row, rules }: Block, parts: readonly Part[]): TableCase {
  return {
    state: {
      rowId: "r1",
      ...row,
      sides: parts.flatMap(({ state }, at) => (state === null ? [] : [{ sideId: idOf(at), ...state }])),
    },
    rules: {
      fields,
      key: ["key"],
      sides: parts.map(({ side }, position) => ({ sideId: idOf(position), position, ...side })),
      strategyByField: {},
      authority: null,
      winners: { default: null, fields: {} },
      clockToleranceMs: 2,
      digest: testDigest,
      ...rules,
    },
  };
}

function idOf(at: number): string {
  return SIDES[at] ?? "";
}

function partsAt({ parts, isSideANamed }: Block, number: number): readonly Part[] {
  const n = parts.length;
  if (isSideANamed) return [Math.floor(number / pairs(n)), ...pairAt(n, number % pairs(n))].map(partOf);
  const three = tripleAt(n, number);
  return (ORDERS[number % 6] ?? ORDERS[0]).map((at) => partOf(three[at] ?? 0));

  function partOf(at: number): Part {
    const part = parts[at];
    if (part === undefined) throw new Error(`There is no part ${at}`);
    return part;
  }
}

/** How many unordered pairs of n parts there are, a part with itself among them. */
function pairs(n: number): number {
  return (n * (n + 1)) / 2;
}

function triples(n: number): number {
  return (n * (n + 1) * (n + 2)) / 6;
}

/** The pair of that number, the smaller first: those with 0 come first. */
function pairAt(n: number, number: number): readonly [number, number] {
  let [first, left] = [0, number];
  while (left >= n - first) left -= n - first++;
  return [first, first + left];
}

function tripleAt(n: number, number: number): readonly [number, number, number] {
  let [first, left] = [0, number];
  while (left >= pairs(n - first)) left -= pairs(n - first++);
  const [second, third] = pairAt(n - first, left);
  return [first, first + second, first + third];
}
