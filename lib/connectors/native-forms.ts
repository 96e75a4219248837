import type { FieldType } from "@/lib/engine/value";

/** What a new field of each type can be made as, in the system's own words; the first is the usual one. */
export type NativeForms = Readonly<Record<FieldType, readonly [string, ...string[]]>>;
