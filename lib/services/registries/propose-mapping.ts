import type { SideField, SideShape } from "@/lib/connectors/connector";
import type { Mapping } from "@/lib/db/stored-registry";
import type { Direction, Field } from "@/lib/engine/field";
import { FIELD_ID } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { sameName } from "./same-name";

/** A field's id from its name: given once, kept for ever. `taken` are the ids in use. */
export function fieldIdOf(name: string, taken: ReadonlySet<string>): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 50);
  const base = slug || "field";
  let id = base;
  for (let count = 2; taken.has(id) || !FIELD_ID.test(id); count += 1) id = `${base}_${count}`;
  return id;
}

/** The fields of a side as a first draft of the registry's; what cannot be mapped is left out. */
export function proposeFields(shape: SideShape): Omit<Field, "id">[] {
  return shape.fields.flatMap((field) =>
    field.type && field.type !== "relation" ? [{ name: field.name, type: field.type }] : [],
  );
}

/** Pairs canonical fields with a side's fields of the same name, whatever their case, spaces and punctuation. */
export function proposeMappings(fields: readonly Field[], shape: SideShape): Mapping[] {
  return fields.flatMap((field) => {
    const sideField = shape.fields.find(
      (candidate) => sameName(candidate.name, field.name) && carries(candidate, field),
    );
    return sideField
      ? [
          {
            field: field.id,
            sideField: sideField.id,
            direction: sideField.writable ? ("both" as const) : ("in" as const),
          },
        ]
      : [];
  });
}

const carries = (sideField: SideField, field: Field): boolean =>
  sideField.type === field.type || sideField.alternatives.includes(field.type);

export interface MappingInput {
  readonly field: string;
  readonly sideField: string;
  readonly direction: Direction;
}

/** Mappings as they were asked for, by names or ids; throws AppError `invalid-input` naming each that cannot be. */
export function checkedMappings(
  asked: readonly MappingInput[],
  place: { readonly fields: readonly Field[]; readonly shape: SideShape; readonly path: string },
): Mapping[] {
  const problems: { path: string; message: string }[] = [];
  const mappings = asked.flatMap((mapping, at): Mapping[] => {
    const path = `${place.path}/mappings/${at}`;
    const field = place.fields.find(
      (candidate) => candidate.name === mapping.field || candidate.id === mapping.field,
    );
    const sideField =
      place.shape.fields.find((candidate) => candidate.id === mapping.sideField) ??
      place.shape.fields.find((candidate) => candidate.name === mapping.sideField);
    if (!field) problems.push({ path: `${path}/field`, message: `There is no field "${mapping.field}".` });
    if (!sideField)
      problems.push({ path: `${path}/sideField`, message: `The side has no field "${mapping.sideField}".` });
    if (!field || !sideField) return [];
    if (!carries(sideField, field)) {
      const message = `"${sideField.name}" (${sideField.native}) cannot carry the type ${field.type}.`;
      problems.push({ path, message });
    } else if (!sideField.writable && (mapping.direction === "both" || mapping.direction === "out")) {
      const message = `"${sideField.name}" cannot be written: ${sideField.readOnlyReason ?? "it is read-only"}.`;
      problems.push({ path: `${path}/direction`, message });
    }
    return [{ field: field.id, sideField: sideField.id, direction: mapping.direction }];
  });
  if (problems.length > 0)
    throw new AppError("invalid-input", "Some mappings cannot be made.", { paths: problems });
  return mappings;
}
