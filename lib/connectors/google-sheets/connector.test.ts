import type { FieldType } from "@/lib/engine/value";
import { connectorContract } from "../contract.test-kit";
import { sheetPlace } from "./sandbox-place.test-kit";

const TYPES: readonly FieldType[] = [
  "text",
  "number",
  "integer",
  "boolean",
  "date",
  "datetime",
  "local-datetime",
  "select",
  "multi-select",
  "json",
  "relation",
];

for (const knownBy of ["headers", "ids"] as const) {
  connectorContract(`google-sheets, known by ${knownBy}`, {
    types: TYPES,
    duplicateKeys: true,
    compositeKeys: true,
    make: (layout) => sheetPlace(layout, knownBy),
  });
}
