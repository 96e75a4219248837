import fc from "fast-check";
import { normaliseSet } from "../canonical";
import type { DeletePolicy, Direction, Field, Strategy } from "../field";
import type { MergeRules, Observed, Origin, Projection, RowState, SideRules, SideState } from "../row";
import { type Cells, FIELD_ID, type Value } from "../value";
import { testDigest } from "./build";

/** A row and the rules it is merged under. */
export interface Case {
  readonly rules: MergeRules;
  readonly state: RowState;
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
}

const FIELDS: readonly Field[] = [
  { id: "id", name: "Id", type: "text" },
  { id: "name", name: "Name", type: "text" },
  { id: "amount", name: "Amount", type: "number" },
  { id: "tags", name: "Tags", type: "multi-select" },
];

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

const scalar = fc.constantFrom<Value>(null, "x1", "x11", "x12", "y1", "y12", "z");
const set = fc
  .uniqueArray(fc.constantFrom("x1", "y1", "y12", "z"), { maxLength: 3 })
  .map((members): Value => normaliseSet(members));

const valuesOf = (field: Field) => (field.type === "multi-select" ? set : scalar);

const origin: fc.Arbitrary<Origin | null> = fc.option(
  fc.tuple(fc.nat(50), fc.nat(10)).map(([after, width]) => ({ after, before: after + width })),
);

const versions = fc.record(
  Object.fromEntries(
    FIELDS.map((field) => [field.id, field.id === "id" ? fc.constant("k") : valuesOf(field)]),
  ),
) as fc.Arbitrary<Cells>;

/** A row whose sides grew from one base (or an older version of it) by edits, losses and unread parts. */
export function mergeCase(options: CaseOptions = {}): fc.Arbitrary<Case> {
  return rulesOf(options).chain((rules) => stateOf(rules, options).map((state) => ({ rules, state })));
}

function rulesOf(options: CaseOptions): fc.Arbitrary<MergeRules> {
  const strategy = fc.constantFrom<Strategy>(
    ...(options.strategies ?? ["last-write-wins", "hash", "authority", "manual"]),
  );
  const policy = fc.constantFrom<DeletePolicy>(
    ...(options.policies ?? ["hold", "propagate", "archive", "never"]),
  );
  return fc
    .tuple(
      fc.integer({ min: 2, max: 3 }),
      strategy,
      policy,
      fc.dictionary(fieldId, fc.record({ strategy, authority: fc.constantFrom(null, "a", "b") }), {
        maxKeys: 2,
      }),
    )
    .chain(([count, registryStrategy, deletes, strategyByField]) =>
      fc
        .tuple(...SIDE_IDS.slice(0, count).map((id, position) => sideOf(id, position, options)))
        .map((sides) => ({
          fields: FIELDS,
          key: ["id"],
          sides,
          strategy: registryStrategy,
          strategyByField,
          winners: { default: null, fields: {} },
          authority: "a",
          deletes,
          clockToleranceMs: 2,
          digest: testDigest,
        })),
    );
}

const fieldId = fc.constantFrom(...FIELDS.map((field) => field.id)).filter((id) => FIELD_ID.test(id));

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
  return fc
    .tuple(fc.option(versions, { freq: 5 }), versions, fc.array(fc.tuple(fieldId, origin), { maxLength: 4 }))
    .chain(([base, older, dated]) =>
      fc.tuple(...rules.sides.map((side) => sideStateOf(side, base, older, options))).map((sides) => ({
        rowId: "r1",
        base,
        origins: Object.fromEntries(
          dated.flatMap(([id, when]) => (when === null || base === null ? [] : [[id, when]])),
        ),
        sides,
      })),
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
      kind: kindOf(base !== null, options),
      when: origin,
      isNew: options.newSides === false ? fc.constant(false) : chance(8),
    })
    .map(({ isOlder, edits, unread, kind, when, isNew }) => {
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
        const value = id === "id" ? "k" : ((edits[id] ? edits[id].to : acknowledged?.[id]) ?? null);
        const projected = side.project(id, value);
        return projected.ok ? projected.value : null;
      });
      return {
        sideId: side.sideId,
        acknowledged,
        observed: { state: "present", cells, unknown: unread, origin: when },
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
