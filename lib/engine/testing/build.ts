import type { Direction, Field } from "../field";
import type { MergeRules, Observed, Origin, Projection, RowState, SideRules, SideState } from "../row";
import type { Cells, Value } from "../value";

/** A digest for tests: 64 hex digits, well spread, not secure, and without an import. */
export function testDigest(text: string): string {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  let hex = "";
  for (let word = 0; word < 8; word++) {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) + word;
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    hex += ((state ^ (state >>> 16)) >>> 0).toString(16).padStart(8, "0");
  }
  return hex;
}

export const exactly = (_field: string, value: Value): Projection => ({ ok: true, value });

/** A side called `id` on which every field has the one direction, unless `directions` says otherwise. */
export function side(
  id: string,
  fields: readonly Field[],
  parts: Partial<SideRules> & { readonly direction?: Direction } = {},
): SideRules {
  const { direction = "both", ...rest } = parts;
  return {
    sideId: id,
    position: id.charCodeAt(0),
    directions: Object.fromEntries(fields.map((field) => [field.id, direction])),
    mayCreate: true,
    mayDelete: true,
    project: exactly,
    ...rest,
  };
}

export const textField = (id: string): Field => ({ id, name: id, type: "text" });

export const setField = (id: string): Field => ({ id, name: id, type: "multi-select" });

/** Rules over sides a, b and c, each exact and both ways, with key `id`, decided by last write. */
export function rules(parts: Partial<MergeRules> = {}): MergeRules {
  const fields = parts.fields ?? [textField("id"), textField("name"), setField("tags")];
  return {
    fields,
    key: ["id"],
    sides: ["a", "b", "c"].map((id) => side(id, fields)),
    strategy: "last-write-wins",
    strategyByField: {},
    authority: null,
    winners: { default: null, fields: {} },
    deletes: "propagate",
    clockToleranceMs: 0,
    digest: testDigest,
    ...parts,
  };
}

/** A side that shows `cells`, having acknowledged `acknowledged`. */
export function shows(
  cells: Cells,
  acknowledged: Cells | null,
  parts: {
    readonly origin?: Origin;
    readonly unknown?: readonly string[];
    readonly invalid?: readonly string[];
  } = {},
): Omit<SideState, "sideId"> {
  const { origin = null, unknown = [], invalid = [] } = parts;
  return { observed: { state: "present", cells, unknown, invalid, origin }, acknowledged };
}

export function is(
  state: Exclude<Observed["state"], "present">,
  acknowledged: Cells | null = null,
): Omit<SideState, "sideId"> {
  switch (state) {
    case "absent":
      return { observed: { state, origin: null }, acknowledged };
    case "unknown":
      return { observed: { state, reason: "not read" }, acknowledged };
    case "carried":
    case "never":
      return { observed: { state }, acknowledged };
  }
}

/** A row called r1 with the given sides by id. */
export function row(
  base: Cells | null,
  sides: Readonly<Record<string, Omit<SideState, "sideId">>>,
  parts: Pick<Partial<RowState>, "origins" | "choices"> = {},
): RowState {
  return {
    rowId: "r1",
    base,
    origins: {},
    ...parts,
    sides: Object.entries(sides).map(([sideId, state]) => ({ sideId, ...state })),
  };
}
