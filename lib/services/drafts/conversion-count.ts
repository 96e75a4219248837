import type { Projection } from "@/lib/engine/row";
import type { Value } from "@/lib/engine/value";
import type { ConversionView } from "./draft-view";
import { shownKey } from "./key-result";
import type { SurveyedRecord } from "./surveyed-rows";

const EXAMPLES = 20;

export interface Conversion {
  readonly field: { readonly ref: string; readonly name: string };
  readonly from: string;
  readonly key: readonly string[];
  readonly records: readonly SurveyedRecord[];
}

/** Values that the side itself does not show as the field's type. */
export function readingConversion({ field, from, key, records }: Conversion): ConversionView {
  const counted = tally(records, key, (record) => {
    const cell = record.shown(field.ref);
    if (!cell || (cell.ok && cell.value === null)) return null;
    return cell.ok ? { value: cell.value, because: null } : { value: cell.usual, because: cell.because };
  });
  return { field: field.ref, name: field.name, from, to: null, ...counted };
}

/**
 * Values that a side would not take, of those that can be read: by what its connector does with each before it writes.
 * `take` is asked once for each different value.
 */
export function writingConversion(
  { field, from, key, records }: Conversion,
  to: { readonly side: string; readonly take: (value: Value) => Projection },
): ConversionView {
  const known = new Map<string, string | null>();
  const refusal = (value: Value): string | null => {
    const text = JSON.stringify(value);
    const before = known.get(text);
    if (before !== undefined) return before;
    const projected = to.take(value);
    const because = projected.ok ? null : projected.message;
    known.set(text, because);
    return because;
  };
  const counted = tally(records, key, (record) => {
    const cell = record.shown(field.ref);
    return cell?.ok && cell.value !== null ? { value: cell.value, because: refusal(cell.value) } : null;
  });
  return { field: field.ref, name: field.name, from, to: to.side, ...counted };
}

interface Judged {
  readonly value: Value;
  /** Null = it converts. */
  readonly because: string | null;
}

function tally(
  records: readonly SurveyedRecord[],
  key: readonly string[],
  judge: (record: SurveyedRecord) => Judged | null,
): Pick<ConversionView, "values" | "failing" | "examples"> {
  let values = 0;
  let failing = 0;
  const examples: ConversionView["examples"][number][] = [];
  for (const record of records) {
    const judged = judge(record);
    if (judged === null) continue;
    values += 1;
    if (judged.because === null) continue;
    failing += 1;
    if (examples.length < EXAMPLES)
      examples.push({ key: shownKey(record, key), value: judged.value, because: judged.because });
  }
  return { values, failing, examples };
}
