/** One side as the last writing run knew it: its mapped fields only. */
export interface SideBaseline {
  readonly mappings: readonly {
    readonly field: string;
    readonly sideField: string;
    readonly direction: string;
  }[];
  readonly fields: readonly {
    readonly id: string;
    readonly name: string;
    readonly native: string;
    /** What the field lets one choose from; null = it is no choice. */
    readonly options: readonly string[] | null;
  }[];
  /** What else the side had, for people to be told of what is new; left out by runs of before it was noted. */
  readonly unmapped?: readonly { readonly id: string; readonly name: string; readonly native: string }[];
}

/** What a writing run was made under, stored with it so that the next one notices what has changed. */
export interface Baseline {
  readonly normaliser: string;
  readonly filter: unknown;
  readonly sides: Readonly<Record<string, SideBaseline>>;
}

/** How people call sides and canonical fields, those of the past included. */
export interface Names {
  side(id: string): string;
  field(id: string): string;
}

/** One plain sentence for each change, in a fixed order. */
export interface BaselineChanges {
  readonly schemaChanges: readonly string[];
  readonly settingChanges: readonly string[];
}

/** Options named in a sentence; the rest is counted. */
const OPTIONS_NAMED = 5;

type SideField = SideBaseline["fields"][number];
type Mapping = SideBaseline["mappings"][number];

/**
 * What changed on the sides (types, options taken away) and in the settings (mapping, filter, normaliser) since
 * `before`. Renamed side fields and added options are no change; a side field that is gone is told elsewhere,
 * because it ends the run.
 */
export function compareBaselines(before: Baseline, after: Baseline, names: Names): BaselineChanges {
  const schemaChanges: string[] = [];
  const settingChanges = [...filterChange(before.filter, after.filter)];
  if (before.normaliser !== after.normaliser) {
    settingChanges.push(
      `Values are now compared in form ${after.normaliser} instead of ${before.normaliser}.`,
    );
  }
  for (const id of new Set([...Object.keys(before.sides), ...Object.keys(after.sides)])) {
    const [old, now] = [before.sides[id], after.sides[id]];
    if (now === undefined) settingChanges.push(`${names.side(id)} no longer takes part.`);
    else if (old === undefined) settingChanges.push(`${names.side(id)} takes part now.`);
    else {
      schemaChanges.push(...shapeChanges(old, now, names.side(id)));
      settingChanges.push(...mappingChanges(old, now, { side: names.side(id), names }));
    }
  }
  return { schemaChanges: schemaChanges.sort(), settingChanges: settingChanges.sort() };
}

/**
 * The fields of a side that are mapped anew since `before`, or to another place: what its records are known to have
 * acknowledged says nothing of these cells.
 */
export function newlyMapped(before: SideBaseline, mappings: readonly Mapping[]): ReadonlySet<string> {
  const old = mappingsOf(before);
  const fresh = [...mappingsOf({ mappings })].filter(
    ([field, { sideField }]) => old.get(field)?.sideField !== sideField,
  );
  return new Set(fresh.map(([field]) => field));
}

function filterChange(before: unknown, after: unknown): readonly string[] {
  const [old, now] = [before ?? null, after ?? null];
  if (stableText(old) === stableText(now)) return [];
  if (old === null) return ["A filter now says which rows are synced."];
  return [now === null ? "The filter was removed: all rows are synced." : "The filter of the rows changed."];
}

/** The same for the same value, in whatever order its keys were stored. */
function stableText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function shapeChanges(before: SideBaseline, after: SideBaseline, side: string): readonly string[] {
  const old = new Map(before.fields.map((field) => [field.id, field]));
  return after.fields.flatMap((now) => {
    const was = old.get(now.id);
    return was === undefined ? [] : [...typeChange(was, now, side), ...optionsGone(was, now, side)];
  });
}

function typeChange(was: SideField, now: SideField, side: string): readonly string[] {
  if (was.native === now.native) return [];
  return [`On ${side}, the type of ${now.name} changed from ${was.native} to ${now.native}.`];
}

function optionsGone(was: SideField, now: SideField, side: string): readonly string[] {
  const { options } = now;
  if (was.options === null || options === null) return [];
  const gone = was.options.filter((option) => !options.includes(option)).sort();
  if (gone.length === 0) return [];
  const more = gone.length > OPTIONS_NAMED ? ` and ${gone.length - OPTIONS_NAMED} more` : "";
  return [`On ${side}, ${now.name} no longer offers ${gone.slice(0, OPTIONS_NAMED).join(", ")}${more}.`];
}

interface On {
  readonly side: string;
  readonly names: Names;
}

function mappingChanges(before: SideBaseline, after: SideBaseline, on: On): readonly string[] {
  const [old, now] = [mappingsOf(before), mappingsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((field) => {
    const [was, is] = [old.get(field), now.get(field)];
    const name = on.names.field(field);
    if (was === undefined) {
      return is === undefined ? [] : [`On ${on.side}, ${name} is now mapped to ${sideName(after, is)}.`];
    }
    if (is === undefined) return [`On ${on.side}, ${name} is no longer mapped.`];
    const changes: string[] = [];
    if (was.sideField !== is.sideField) {
      const [from, to] = [sideName(before, was), sideName(after, is)];
      const other = from === to ? `another field called ${to}` : `${to} instead of ${from}`;
      changes.push(`On ${on.side}, ${name} is now mapped to ${other}.`);
    }
    if (was.direction !== is.direction) {
      const [from, to] = [was.direction, is.direction];
      changes.push(`On ${on.side}, the direction of ${name} changed from ${from} to ${to}.`);
    }
    return changes;
  });
}

/** A mapping that is off is none. */
function mappingsOf({ mappings }: Pick<SideBaseline, "mappings">): ReadonlyMap<string, Mapping> {
  const live = mappings.filter((mapping) => mapping.direction !== "off");
  return new Map(live.map((mapping) => [mapping.field, mapping]));
}

function sideName({ fields }: SideBaseline, { sideField }: Mapping): string {
  return fields.find((field) => field.id === sideField)?.name ?? sideField;
}
