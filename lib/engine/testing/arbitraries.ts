import fc from "fast-check";
import { normaliseSet } from "../canonical";
import type { DeletePolicy, Direction, Field, Strategy } from "../field";
import type {
  MergeRules,
  Observed,
  Origin,
  Projection,
  RowOrder,
  RowState,
  SideRules,
  SideState,
} from "../row";
import type { Scope } from "../scope";
import type { Cells, Value } from "../value";
import { testDigest } from "./build";
import { orderAbout, scopes } from "./demand-arbitraries";
import { FIELDS, fieldId, KEY, valuesOf, versions } from "./sample-values";

/** A row and the rules it is merged under. */
export interface Case {
  readonly rules: MergeRules;
  readonly state: RowState;
  readonly scope: Scope;
}

export interface CaseOptions {
  readonly strategies?: readonly Strategy[];
  readonly directions?: readonly Direction[];
  readonly policies?: readonly DeletePolicy[];
  /** Sides may round or refuse values. */
  readonly lossy?: boolean;
  /** Sides may be unreadable, in part or whole. */
  readonly unknowns?: boolean;
  /** Sides may have lost the row. */
  readonly absences?: boolean;
  /** Sides may hold the row without ever having acknowledged anything of it. */
  readonly newSides?: boolean;
  /** A person may have ordered something of the row. */
  readonly orders?: boolean;
  /** Sides may show values that break a rule. */
  readonly invalid?: boolean;
  /** The registry may sync only some rows. */
  readonly scoped?: boolean;
}

/** All that can happen to a row at once. */
export const EVERYTHING: CaseOptions = { unknowns: true, orders: true, invalid: true, scoped: true };

const SIDE_IDS = ["a", "b", "c"] as const;

/** Idempotent, as codecs are: exact; short (two characters, one member fewer to choose from); strict (refuses). */
const PROJECTIONS: Readonly<Record<"exact" | "short" | "strict", SideRules["project"]>> = {
  exact: (_field, value) => ({ ok: true, value }),
  short: (_field, value) => ({ ok: true, value: shorten(value) }),
  strict: (field, value): Projection =>
    field !== "id" && (value === "x1" || (Array.isArray(value) && value.includes("x1")))
      ? { ok: false, reason: "refused", message: "This side does not take it." }
      : { ok: true, value },
};

function shorten(value: Value): Value {
  if (typeof value === "string") return value.slice(0, 2);
  if (Array.isArray(value)) return normaliseSet(value.map((member: string) => member.slice(0, 2)));
  return value;
}

const origin: fc.Arbitrary<Origin | null> = fc.option(
  fc.tuple(fc.nat(50), fc.nat(10)).map(([after, width]) => ({ after, before: after + width })),
);

const noOrder: fc.Arbitrary<RowOrder | null> = fc.constant(null);

const EVERY_ROW: Scope = { filter: null, leaving: "keep" };

/** A row whose sides grew from one base (or an older version of it) by edits, losses and unread parts. */
export function mergeCase(options: CaseOptions = {}): fc.Arbitrary<Case> {
  const scope = options.scoped === true ? fc.oneof(fc.constant(EVERY_ROW), scopes) : fc.constant(EVERY_ROW);
  return rulesOf(options).chain((rules) =>
    fc.record({ rules: fc.constant(rules), state: stateOf(rules, options), scope }),
  );
}

function rulesOf(options: CaseOptions): fc.Arbitrary<MergeRules> {
  const strategy = fc.constantFrom<Strategy>(
    ...(options.strategies ?? ["last-write-wins", "hash", "authority", "manual"]),
  );
  const policy = fc.constantFrom<DeletePolicy>(
    ...(options.policies ?? ["hold", "propagate", "archive", "never"]),
  );
  const sideId = fc.constantFrom(null, "a", "b");
  return fc
    .record({
      count: fc.integer({ min: 2, max: 3 }),
      strategy,
      deletes: policy,
      strategyByField: fc.dictionary(fieldId, fc.record({ strategy, authority: sideId }), { maxKeys: 2 }),
      winners: fc.record({
        default: sideId,
        fields: fc.dictionary(fieldId, fc.constantFrom("a", "c"), { maxKeys: 1 }),
      }),
    })
    .chain(({ count, ...rest }) =>
      fc
        .tuple(...SIDE_IDS.slice(0, count).map((id, position) => sideOf(id, position, options)))
        .map((sides) => ({
          ...rest,
          fields: FIELDS,
          key: ["id"],
          sides,
          authority: "a",
          clockToleranceMs: 2,
          digest: testDigest,
        })),
    );
}

function sideOf(sideId: string, position: number, options: CaseOptions): fc.Arbitrary<SideRules> {
  const direction = fc.constantFrom<Direction>(
    ...(options.directions ?? ["both", "both", "in", "out", "off"]),
  );
  const kind =
    options.lossy === false ? fc.constant("exact" as const) : fc.constantFrom("exact", "short", "strict");
  return fc
    .tuple(
      fc.record(
        Object.fromEntries(
          FIELDS.map(({ id }) => [id, id === "id" ? fc.constant("both" as const) : direction]),
        ),
      ),
      kind,
      fc.boolean(),
    )
    .map(([directions, projection, mayDelete]) => ({
      sideId,
      position,
      directions: directions as Record<string, Direction>,
      mayCreate: true,
      mayDelete,
      project: PROJECTIONS[projection as keyof typeof PROJECTIONS],
    }));
}

function stateOf(rules: MergeRules, options: CaseOptions): fc.Arbitrary<RowState> {
  const sideIds = rules.sides.map((side) => side.sideId);
  return fc
    .tuple(fc.option(versions, { freq: 5 }), versions, fc.array(fc.tuple(fieldId, origin), { maxLength: 4 }))
    .chain(([base, older, dated]) =>
      fc.record({
        rowId: fc.constant("r1"),
        base: fc.constant(base),
        origins: fc.constant(
          Object.fromEntries(
            dated.flatMap(([id, when]) => (when === null || base === null ? [] : [[id, when]])),
          ),
        ),
        sides: fc.tuple(...rules.sides.map((side) => sideStateOf(side, base, older, options))),
        order: options.orders === true ? fc.option(orderAbout(base, sideIds), { nil: null }) : noOrder,
      }),
    );
}

function sideStateOf(
  side: SideRules,
  base: Cells | null,
  older: Cells,
  options: CaseOptions,
): fc.Arbitrary<SideState> {
  const mapped = FIELDS.filter((field) => side.directions[field.id] !== "off");
  return fc
    .record({
      isOlder: fc.record(Object.fromEntries(FIELDS.map(({ id }) => [id, chance(5)]))),
      edits: fc.record(
        Object.fromEntries(
          mapped.map((field) => [field.id, fc.option(fc.record({ to: valuesOf(field) }), { freq: 2 })]),
        ),
      ),
      unread:
        options.unknowns === true
          ? fc.subarray(
              mapped.map(({ id }) => id),
              { maxLength: 1 },
            )
          : fc.constant<string[]>([]),
      invalid:
        options.invalid === true
          ? fc.subarray(mapped.map(({ id }) => id).filter((id) => id !== "id"))
          : fc.constant<string[]>([]),
      kind: kindOf(base !== null, options),
      when: origin,
      isNew: options.newSides === false ? fc.constant(false) : chance(8),
    })
    .map(({ isOlder, edits, unread, invalid, kind, when, isNew }) => {
      const acknowledged =
        base === null || isNew || kind === "never"
          ? null
          : pick(mapped, (id) => {
              const value = (isOlder[id] ? older : base)[id] ?? null;
              return side.project(id, value).ok ? value : undefined;
            });
      if (kind !== "present")
        return { sideId: side.sideId, acknowledged, observed: observedAs(kind, acknowledged) };
      const cells = pick(mapped, (id) => {
        if (unread.includes(id)) return undefined;
        const value = id === "id" ? KEY : ((edits[id] ? edits[id].to : acknowledged?.[id]) ?? null);
        const projected = side.project(id, value);
        return projected.ok ? projected.value : null;
      });
      return {
        sideId: side.sideId,
        acknowledged,
        observed: { state: "present", cells, unknown: unread, invalid, origin: when },
      };
    });
}

type Kind = Observed["state"];

function kindOf(hasBase: boolean, options: CaseOptions): fc.Arbitrary<Kind> {
  const kinds: Kind[] = ["present", "present", "present", "present", "never"];
  if (hasBase) kinds.push("carried");
  if (hasBase && options.absences !== false) kinds.push("absent", "absent");
  if (options.unknowns === true) kinds.push("unknown");
  return fc.constantFrom(...kinds);
}

function observedAs(kind: Exclude<Kind, "present">, acknowledged: Cells | null): Observed {
  if (acknowledged === null && (kind === "carried" || kind === "absent")) return { state: "never" };
  switch (kind) {
    case "absent":
      return { state: kind, origin: null };
    case "unknown":
      return { state: kind, reason: "not read" };
    case "carried":
    case "never":
      return { state: kind };
  }
}

function pick(fields: readonly Field[], valueAt: (id: string) => Value | undefined): Cells {
  const cells: Record<string, Value> = {};
  for (const { id } of fields) {
    const value = valueAt(id);
    if (value !== undefined) cells[id] = value;
  }
  return cells;
}

/** True about once in `times`. */
function chance(times: number): fc.Arbitrary<boolean> {
  return fc.nat(times - 1).map((drawn) => drawn === times - 1);
}
