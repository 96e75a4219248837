import type {
  CONDITION_FORMS,
  StoredAccess,
  StoredStrategies,
  StoredWinners,
} from "@/lib/db/stored-registry";
import { normaliseNumber, normaliseSet } from "@/lib/engine/canonical";
import type { Field, Strategy } from "@/lib/engine/field";
import type { Condition, Filter } from "@/lib/engine/filter";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import type { CreateRegistryInput, FilterInput } from "./registry-input";

/** What names in an input stand for: the registry's fields, and its sides in the order in which they are given. */
export interface Names {
  readonly fields: readonly Field[];
  readonly sides: readonly { readonly id: string }[];
}

type SideRef = number | string;

/** A side's uuid by its public id or its position. Throws AppError `invalid-input` at `path`. */
export function sideOf(ref: SideRef, { sides }: Names, path: string): string {
  const uuid = typeof ref === "number" ? sides[ref]?.id : uuidOf("sid", ref);
  if (uuid && sides.some((side) => side.id === uuid)) return uuid;
  throw refused("A side that is named does not exist.", path, "The registry has no such side.");
}

/** A field by its name or id. Throws AppError `invalid-input` at `path`. */
export function fieldOf(ref: string, { fields }: Names, path: string): Field {
  const found = fields.find((field) => field.id === ref) ?? fields.find((field) => field.name === ref.trim());
  if (found) return found;
  throw refused("A field that is named does not exist.", path, `There is no field "${ref.slice(0, 100)}".`);
}

const refused = (message: string, path: string, fault: string): AppError =>
  new AppError("invalid-input", message, { paths: [{ path, message: fault }] });

/** Who wins a conflict. Throws AppError `invalid-input` where the strategy authority has no side. */
export function verdictOf(
  { conflict, authority }: { readonly conflict: Strategy; readonly authority: SideRef | null },
  names: Names,
): { conflict: Strategy; authority: string | null } {
  const side = authority === null ? null : sideOf(authority, names, "/authority");
  if (conflict === "authority" && side === null)
    throw refused("The strategy authority needs a side.", "/authority", "Name the side that wins.");
  return { conflict, authority: side };
}

export function strategiesOf(given: CreateRegistryInput["strategies"], names: Names): StoredStrategies {
  return Object.fromEntries(
    Object.entries(given).map(([name, { strategy, authority }]) => {
      const path = `/strategies/${name}`;
      const side = authority === null ? null : sideOf(authority, names, `${path}/authority`);
      if (strategy === "authority" && side === null)
        throw refused(
          "The strategy authority needs a side.",
          `${path}/authority`,
          "Name the side that wins.",
        );
      return [fieldOf(name, names, path).id, { strategy, authority: side }];
    }),
  );
}

export function winnersOf(given: CreateRegistryInput["winners"], names: Names): StoredWinners {
  return {
    default: given.default === null ? null : sideOf(given.default, names, "/winners/default"),
    fields: Object.fromEntries(
      Object.entries(given.fields).map(([name, side]) => {
        const path = `/winners/fields/${name}`;
        return [fieldOf(name, names, path).id, sideOf(side, names, path)];
      }),
    ),
  };
}

export function accessOf(given: CreateRegistryInput["access"], names: Names): StoredAccess {
  return Object.fromEntries(
    Object.entries(given).map(([name, rule]) => [fieldOf(name, names, `/access/${name}`).id, rule]),
  );
}

/** A filter on field ids, its values in canonical form. */
export function filterOf(given: FilterInput, names: Names): Filter | null {
  if (given === null) return null;
  const [kind, list] = "all" in given ? (["all", given.all] as const) : (["any", given.any] as const);
  const conditions = list.map((condition, at): Condition => {
    const path = `/filter/${kind}/${at}`;
    const field = fieldOf(condition.field, names, `${path}/field`);
    return { field: field.id, is: condition.is, ...valuePart(condition, field, `${path}/value`) };
  });
  return kind === "all" ? { all: conditions } : { any: conditions };
}

type ConditionForm = (typeof CONDITION_FORMS)[number];
type Asked = {
  readonly is: ConditionForm;
  readonly value?: string | number | boolean | string[] | undefined;
};

function valuePart({ is, value }: Asked, field: Field, path: string): { value?: Value } {
  if (is === "empty" || is === "not-empty") return {};
  if (field.type === "relation" || field.type === "json")
    throw refused(
      "A condition of the filter is not usable.",
      path,
      "This field can only be tested for being empty or not.",
    );
  const isList = is === "one-of" || is === "not-one-of";
  if (value === undefined || Array.isArray(value) !== isList) {
    const fault = isList ? "Give a list of values." : "Give one value.";
    if (value === undefined || !(is === "equal" || is === "not-equal") || !isSetField(field))
      throw refused("A condition of the filter is not usable.", path, fault);
  }
  if (Array.isArray(value)) return { value: normaliseSet(value.map((one) => textOf(one, field, path))) };
  return { value: typeof value === "boolean" ? value : textOf(value, field, path) };
}

const isSetField = ({ type }: Field): boolean => type === "multi-select";

function textOf(value: string | number, field: Field, path: string): string {
  if (field.type !== "number" && field.type !== "integer") return String(value);
  const number = normaliseNumber(String(value));
  if (number !== null) return number;
  throw refused("A condition of the filter is not usable.", path, "This is not a number.");
}
