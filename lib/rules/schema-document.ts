import type { Field } from "@/lib/engine/field";
export type SchemaDocument = Readonly<Record<string, unknown>>;
export const readSchemaDocument = (value: unknown, _fields: readonly Field[]): SchemaDocument =>
  value as SchemaDocument;
