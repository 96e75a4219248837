import type { FieldType } from "@/lib/engine/value";
import { connectorContract } from "../contract.test-kit";
import type { ContractHarness } from "../contract-harness.test-kit";
import { memoryPlace } from "./contract-place.test-kit";

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

const harness: ContractHarness = {
  types: TYPES,
  duplicateKeys: true,
  compositeKeys: true,
  make: memoryPlace,
};

connectorContract("memory", harness);
