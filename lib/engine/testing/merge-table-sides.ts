import type { Direction } from "../field";
import type { Projection, SideRules } from "../row";
import type { Cells, Value } from "../value";
import { exactly, setField, textField } from "./build";
import type { Part, Table } from "./merge-table";
import {
  absent,
  alike,
  apart,
  BASE,
  type CellPart,
  carried,
  EARLY,
  FIELDS,
  LATE,
  MAPPED,
  never,
  OF_BASE,
  present,
  type RowPart,
  rowsOf,
  type Setup,
  setup,
  unknown,
} from "./merge-table-parts";

/** Each field by a direction of its own. */
export const mixed: Table = {
  name: "mixed",
  blocks: [null, BASE].flatMap((base) =>
    (["propagate", "never"] as const).map((deletes) => ({
      fields: FIELDS,
      row: { base, origins: {} },
      rules: { strategy: "hash" as const, deletes },
      parts: eachDirection().flatMap((side) => [
        ...fewRows(base).map((row) => present(side, row, EARLY, base !== null)),
        ...fewRows(BASE)
          .slice(0, 1)
          .flatMap((row) => [carried(side, row), absent(side, row)]),
        never(side),
        unknown(side),
      ]),
      isSideANamed: false,
    })),
  ),
};

function eachDirection(): readonly Setup[] {
  const all: readonly Direction[] = [...MAPPED, "off"];
  return all.flatMap((key) => all.map((name) => setup({ key, name })));
}

/** As the base, with the name edited, with the key edited. */
function fewRows(base: Cells | null): readonly RowPart[] {
  return [BASE, { key: "k", name: "x" }, { key: "x", name: "b" }].map((cells) => ({
    key: { shows: cells.key, agreed: base?.key },
    name: { shows: cells.name, agreed: base?.name },
  }));
}

/** Sides that may not make rows, or not delete them, whatever their direction. */
export const rights: Table = {
  name: "rights",
  blocks: [null, BASE].flatMap((base) =>
    (["propagate", "never"] as const).map((deletes) => ({
      fields: FIELDS,
      row: { base, origins: {} },
      rules: { strategy: "hash" as const, deletes },
      parts: eachRight().flatMap((side) => [
        ...fewRows(base)
          .slice(0, 2)
          .map((row) => present(side, row, EARLY, base !== null)),
        ...olderRows(base).flatMap((row, at) =>
          at === 0 ? [carried(side, row), absent(side, row)] : [absent(side, row)],
        ),
        never(side),
        apart(side),
      ]),
      isSideANamed: false,
    })),
  ),
};

function eachRight(): readonly Setup[] {
  const yes = [true, false];
  return [...MAPPED, "off" as const].flatMap((direction) =>
    yes.flatMap((mayCreate) => yes.map((mayDelete) => ({ ...alike(direction), mayCreate, mayDelete }))),
  );
}

/** Acknowledged as it is, and at an older name. */
function olderRows(base: Cells | null): readonly RowPart[] {
  return ["b", "o"].map((agreed) => ({
    key: { shows: "k", agreed: base?.key ?? "k" },
    name: { shows: "b", agreed },
  }));
}

type Kind = readonly [project: SideRules["project"], shows: readonly Value[]];

/** The key is shown as it is. */
const byText = (imageOf: (text: string) => string): SideRules["project"] => {
  return (field, value) => {
    const isText = field === "name" && typeof value === "string";
    return { ok: true, value: isText ? imageOf(value) : value };
  };
};

/** One shows the first character only; one refuses "x1", and may hold it from before. */
const ROUNDING: readonly Kind[] = [
  [exactly, ["b1", "x", "x1", "x2"]],
  [byText((text) => text.slice(0, 1)), ["b", "x"]],
  [
    (_field, value): Projection =>
      value === "x1" ? { ok: false, reason: "refused", message: "Not here." } : { ok: true, value },
    ["b1", "x", "x1", "x2"],
  ],
];

/** Each of two loses what the other keeps: both of their values may stand for the same edit. */
const CASES: readonly Kind[] = [
  [exactly, ["b1", "X", "x"]],
  [byText((text) => text.toUpperCase()), ["B1", "X"]],
  [byText((text) => text.toLowerCase()), ["b1", "x"]],
];

export const lossy: Table = {
  name: "lossy",
  blocks: [ROUNDING, CASES].flatMap((kinds) =>
    [null, "b1", "x1"].flatMap((name) =>
      (["last-write-wins", "hash"] as const).map((strategy) => ({
        fields: FIELDS,
        row: { base: name === null ? null : { key: "k", name }, origins: { name: OF_BASE } },
        rules: { strategy, deletes: "propagate" as const },
        parts: lossyParts(kinds, name),
        isSideANamed: false,
      })),
    ),
  ),
};

function lossyParts(kinds: readonly Kind[], base: Value): readonly Part[] {
  const key: readonly CellPart[] = [{ shows: "k", agreed: base === null ? undefined : "k" }];
  return kinds.flatMap(([project, values]) =>
    MAPPED.flatMap((direction) => {
      const side = alike(direction, project);
      const agreed = base === null ? [undefined] : [base, "x2"];
      const name = agreed.flatMap((version) => values.map((shows) => ({ shows, agreed: version })));
      const linked = rowsOf({
        key: [{ shows: "k", agreed: "k" }],
        name: agreed.map((version) => ({ shows: undefined, agreed: version ?? "b1" })),
      });
      return [
        ...rowsOf({ key, name }).map((row) => present(side, row, LATE, base !== null)),
        ...linked.flatMap((row) => [carried(side, row), absent(side, row)]),
        never(side),
      ];
    }),
  );
}

const SET_FIELDS = [textField("key"), setField("tags")];

/** A set, by sides that stand at the base or at an older one; some cannot show "x". */
export const sets: Table = {
  name: "sets",
  blocks: [null, ["b", "c"], ["b", "x"]].map((tags) => ({
    fields: SET_FIELDS,
    row: { base: tags === null ? null : { key: "k", tags }, origins: { tags: OF_BASE } },
    rules: { strategy: "hash", deletes: "propagate" },
    parts: setParts(tags),
    isSideANamed: false,
  })),
};

function setParts(base: readonly string[] | null): readonly Part[] {
  const key: readonly CellPart[] = [{ shows: "k", agreed: base === null ? undefined : "k" }];
  const shown = [undefined, null, ["b"], ["b", "c"], ["b", "x"], ["y"]];
  const agreed = base === null ? [undefined] : [base, ["b"], ["c", "x"], undefined];
  const withoutX: SideRules["project"] = (_field, value) => {
    if (!Array.isArray(value)) return { ok: true, value };
    const rest = (value as readonly string[]).filter((member) => member !== "x");
    return { ok: true, value: rest.length === 0 ? null : rest };
  };
  return [exactly, withoutX].flatMap((project) =>
    MAPPED.flatMap((direction) => {
      const side = setup({ key: direction, tags: direction }, project);
      const canShow = (value: Value | undefined) =>
        value === undefined || project === exactly || !value?.toString().includes("x");
      const tags = agreed.flatMap((version) =>
        shown.filter(canShow).map((shows) => ({ shows, agreed: version })),
      );
      const linked = rowsOf({
        key: [{ shows: "k", agreed: "k" }],
        tags: [{ shows: null, agreed: base ?? ["b"] }],
      });
      return [
        ...rowsOf({ key, tags }).map((row) => present(side, row, LATE, base !== null)),
        ...linked.flatMap((row) => [carried(side, row), absent(side, row)]),
        never(side),
        apart(side),
      ];
    }),
  );
}
