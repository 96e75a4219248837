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

for (const marked of [true, false]) {
  connectorContract(`google-sheets, columns known by ${marked ? "marks" : "headers"}`, {
    types: TYPES,
    duplicateKeys: true,
    compositeKeys: true,
    make: (layout) => sheetPlace(layout, marked),
  });
}
