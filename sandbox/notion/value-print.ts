import { randomBytes } from "node:crypto";
import type { JsonObject } from "./body-check";
import { minuteText } from "./date-value";
import { defaultStatus, optionWithId } from "./option";
import type {
  ComputedValue,
  DateValue,
  FileValue,
  OptionRecord,
  PageRecord,
  PropertyRecord,
  StoredValue,
} from "./record";
import { printRichText, type Run } from "./rich-text";
import { printUser } from "./user";
import { type Call, canSee, canSeePage } from "./world";

/** Lists longer than this are cut in pages and query results; the property endpoint gives the rest. */
const SHOWN = 25;

interface Printing {
  readonly call: Call;
  readonly page: PageRecord;
  readonly property: PropertyRecord;
  readonly value: StoredValue;
}

/** A page's property as page and query answers give it, lists cut at 25. */
export function printValue(call: Call, page: PageRecord, property: PropertyRecord): JsonObject {
  const inner = innerValue(call, page, property);
  const base = { id: encodeURIComponent(property.id), type: property.type };
  if (!isListed(property.type) || !Array.isArray(inner)) return { ...base, [property.type]: inner };
  const shown = { ...base, [property.type]: inner.slice(0, SHOWN) };
  return property.type === "relation" ? { ...shown, has_more: inner.length > SHOWN } : shown;
}

/** Types whose property item is a list of single elements. */
export const isListed = (type: string): boolean =>
  type === "title" || type === "rich_text" || type === "people" || type === "relation";

/** The value inside the type key, whole. */
export function innerValue(call: Call, page: PageRecord, property: PropertyRecord): unknown {
  const print = PRINTERS[property.type];
  if (print === undefined) return {};
  return print({ call, page, property, value: page.values[property.id] ?? null });
}

/** Ids of a relation that this connection can see: none at all when the target is not shared. */
export function visibleRelated(call: Call, property: PropertyRecord, value: StoredValue): string[] {
  const target = property.target === undefined ? undefined : call.state.source(property.target);
  if (target === undefined || !canSee(call, target) || !Array.isArray(value)) return [];
  return (value as readonly string[]).filter((id) => {
    const page = call.state.page(id);
    return page !== undefined && !page.inTrash && page.dataSourceId === target.id && canSeePage(call, page);
  });
}

/** The option that a select or status cell holds now; options that were removed read as empty. */
export function heldOption(property: PropertyRecord, value: StoredValue): OptionRecord | null {
  const held = typeof value === "string" ? optionWithId(property, value) : undefined;
  if (held !== undefined || property.type !== "status") return held ?? null;
  return optionWithId(property, defaultStatus(property) ?? "") ?? null;
}

/** The options that a multi_select cell holds now, in the order they were written. */
export function heldOptions(property: PropertyRecord, value: StoredValue): OptionRecord[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly string[]).flatMap((id) => optionWithId(property, id) ?? []);
}

const withoutDescription = ({ id, name, color }: OptionRecord): JsonObject => ({ id, name, color });

const printRuns = ({ value }: Printing): unknown => printRichText((value ?? []) as readonly Run[]);
const asItIs = ({ value }: Printing): unknown => value;
const printHeld = ({ property, value }: Printing): unknown => {
  const held = heldOption(property, value);
  return held === null ? null : withoutDescription(held);
};

const PRINTERS: Readonly<Record<string, (printing: Printing) => unknown>> = {
  title: printRuns,
  rich_text: printRuns,
  number: asItIs,
  url: asItIs,
  email: asItIs,
  phone_number: asItIs,
  checkbox: ({ value }) => value === true,
  select: printHeld,
  status: printHeld,
  multi_select: ({ property, value }) => heldOptions(property, value).map(withoutDescription),
  date: ({ value }) => (value === null ? null : { ...(value as DateValue), time_zone: null }),
  people: ({ call, value }) => ((value ?? []) as readonly string[]).map((id) => printUser(call, id)),
  files: ({ call, value }) => ((value ?? []) as readonly FileValue[]).map((file) => printFile(call, file)),
  relation: ({ call, property, value }) => visibleRelated(call, property, value).map((id) => ({ id })),
  created_time: ({ page }) => minuteText(page.createdAt),
  last_edited_time: ({ page }) => minuteText(page.editedAt),
  created_by: ({ call, page }) => printUser(call, page.createdBy),
  last_edited_by: ({ call, page }) => printUser(call, page.editedBy),
  unique_id: ({ page, property }) => ({ prefix: property.prefix ?? null, number: page.number }),
  formula: ({ value }) => (value as ComputedValue | null) ?? { type: "string", string: null },
  rollup: ({ property, value }) => ({
    ...shortened((value as ComputedValue | null) ?? { type: "number", number: null }),
    function: property.computed?.function ?? "show_original",
  }),
  place: () => null,
};

/** A rollup's array is cut like other lists, and nothing says so. */
const shortened = (value: ComputedValue): ComputedValue =>
  Array.isArray(value.array) ? { ...value, array: value.array.slice(0, SHOWN) } : value;

/** Hosted files carry a signed address that differs on every read and lives for an hour. */
function printFile(call: Call, file: FileValue): JsonObject {
  if (file.kind === "external") return { name: file.name, type: "external", external: { url: file.url } };
  const now = call.clock.now();
  return {
    name: file.name,
    type: "file",
    file: {
      url: `${file.url}?X-Amz-Date=${now}&X-Amz-Signature=${randomBytes(16).toString("hex")}`,
      expiry_time: new Date(now + 3_600_000).toISOString(),
    },
  };
}
