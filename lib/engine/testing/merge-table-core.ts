import type { DeletePolicy, Strategy } from "../field";
import type { Origin } from "../row";
import type { Cells, Value } from "../value";
import type { Block, Part, Table } from "./merge-table";
import {
  absent,
  alike,
  BASE,
  type CellPart,
  carried,
  EARLY,
  FIELDS,
  LATE,
  MAPPED,
  MIDDLE,
  OF_BASE,
  present,
  READ,
  type RowPart,
  rowsOf,
  type Setup,
  without,
} from "./merge-table-parts";

const POLICIES: readonly DeletePolicy[] = ["propagate", "never"];
const BY_VALUE: readonly Strategy[] = ["hash", "manual"];

/** No base, one that lacks the name, a whole one. */
const BASES: readonly (Cells | null)[] = [null, { key: "k" }, BASE];

const off = alike("off");

/** A cell that was agreed on, as far as the base has it, and is unread, unchanged, or edited to x or y. */
function cellParts(agreed: Value | undefined, values: readonly Value[]): readonly CellPart[] {
  return [undefined, ...values].map((shows) => ({ shows, agreed }));
}

const NAMES: readonly Value[] = ["b", "x", "y"];
const KEYS: readonly Value[] = ["k", "x", null];

/** When a row was written matters only where an edit of it counts: elsewhere it is the last of the times. */
function dated(side: Setup, row: RowPart, base: Cells | null, origins: readonly (Origin | null)[]) {
  const isEdit = ([field, { shows }]: readonly [string, CellPart]) =>
    READ.includes(side.directions[field] ?? "off") && shows !== undefined && shows !== base?.[field];
  return Object.entries(row).some(isEdit) ? origins : origins.slice(-1);
}

/** Every part of a side on which both fields have one direction. */
function coreParts(base: Cells | null, origins: readonly (Origin | null)[]): readonly Part[] {
  const rows = rowsOf({ key: cellParts(base?.key, KEYS), name: cellParts(base?.name, NAMES) });
  // A side may have acknowledged what is no base any more.
  const linked = rowsOf({
    key: [{ shows: "k", agreed: "k" }],
    name: [{ shows: "b", agreed: base ? base.name : "b" }],
  });
  const here = MAPPED.map((direction) => alike(direction)).flatMap((side) =>
    rows.flatMap((row) =>
      dated(side, row, base, origins).map((origin) => present(side, row, origin, base !== null)),
    ),
  );
  const ignored = [BASE, { key: "x", name: "x" }].map((cells) =>
    present(off, {
      key: { shows: cells.key, agreed: undefined },
      name: { shows: cells.name, agreed: undefined },
    }),
  );
  const others = [...MAPPED.map((direction) => alike(direction)), off].flatMap((side) => [
    ...linked.flatMap((row) => [carried(side, row), absent(side, row)]),
    ...without(side),
  ]);
  return [...here, ...ignored, ...others];
}

/** Two cells, every direction, strategy and policy. */
export const core: Table = {
  name: "core",
  blocks: BASES.flatMap((base) => POLICIES.flatMap((deletes) => coreBlocks(base, deletes))),
};

function coreBlocks(base: Cells | null, deletes: DeletePolicy): readonly Block[] {
  const row = { base, origins: base === null ? {} : { name: OF_BASE } };
  const block = { fields: FIELDS, row, isSideANamed: false };
  return [
    ...BY_VALUE.map((strategy) => ({
      ...block,
      rules: { strategy, deletes },
      parts: coreParts(base, [EARLY]),
    })),
    {
      ...block,
      rules: { strategy: "last-write-wins", deletes },
      parts: coreParts(base, [null, EARLY, MIDDLE, LATE]),
    },
    {
      ...block,
      rules: { strategy: "authority", authority: "a", deletes },
      parts: coreParts(base, [EARLY, LATE]),
      isSideANamed: true,
    },
  ];
}

/** The name's cell where its side stands at the base, at an older version, or at none. */
function behindParts(base: Value, origins: readonly (Origin | null)[]): readonly Part[] {
  const key: readonly CellPart[] = [{ shows: "k", agreed: "k" }];
  const agreed = [base, "o", undefined];
  const shown = [undefined, base, "o", "x", "y", null];
  const name = agreed.flatMap((version) => [...new Set(shown)].map((shows) => ({ shows, agreed: version })));
  const rows = rowsOf({ key, name });
  const unread = rowsOf({ key, name: agreed.map((version) => ({ shows: base, agreed: version })) });
  const sides = MAPPED.map((direction) => alike(direction));
  return [
    ...sides.flatMap((side) => [
      ...rows.flatMap((row) =>
        dated(side, row, { key: "k", name: base }, origins).map((origin) => present(side, row, origin)),
      ),
      ...unread.flatMap((row) => [carried(side, row), absent(side, row), present(side, row, null, false)]),
    ]),
    ...[...sides, off].flatMap(without),
  ];
}

/** Sides that acknowledged an older version than the base, or none. */
export const behind: Table = {
  name: "behind",
  blocks: ["b", null].flatMap((name): readonly Block[] => {
    const row = { base: { key: "k", name }, origins: { name: OF_BASE } };
    const block = { fields: FIELDS, row, isSideANamed: false };
    return [
      ...BY_VALUE.flatMap((strategy) =>
        POLICIES.map((deletes) => ({
          ...block,
          rules: { strategy, deletes },
          parts: behindParts(name, [EARLY]),
        })),
      ),
      {
        ...block,
        rules: { strategy: "last-write-wins", deletes: "propagate" },
        parts: behindParts(name, [null, EARLY, MIDDLE, LATE]),
      },
      {
        ...block,
        rules: { strategy: "authority", authority: "a", deletes: "propagate" },
        parts: behindParts(name, [LATE]),
        isSideANamed: true,
      },
    ];
  }),
};

/** A registry whose first sync side a wins. */
export const first: Table = {
  name: "first",
  blocks: [null, { key: "k" }].flatMap((base) =>
    (["hash", "manual"] as const).map((strategy) => ({
      fields: FIELDS,
      row: { base, origins: {} },
      rules: { strategy, deletes: "propagate" as const, winners: { default: "a", fields: {} } },
      parts: coreParts(base, [LATE]),
      isSideANamed: true,
    })),
  ),
};
