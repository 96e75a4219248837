import type { Projection } from "@/lib/engine/row";
import type { FieldType, Value } from "@/lib/engine/value";
import { encodeValue, gridCellOfStored, NO_PLACE } from "./codec";
import { decodeCell } from "./decode";

/** What a cell would hold after being given `value`: the value itself, but for the empty text, which is none. */
export function projectValue(type: FieldType, value: Value): Projection {
  const encoded = encodeValue(type, value, NO_PLACE);
  if (!encoded.ok) return encoded;
  const decoded = decodeCell(type, gridCellOfStored(encoded.stored), NO_PLACE);
  return decoded.ok
    ? decoded
    : { ok: false, reason: "not-canonical", message: "This value has no form in a cell." };
}
