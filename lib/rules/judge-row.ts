/** All the rules of a document over one row. Everything but formulas is judged at once. */
import type { Field } from "@/lib/engine/field";
import { type Fault, reasonOf } from "./fault";
import { inlineRefs } from "./inline-refs";
import { type FormulaJudge, formulaJudge } from "./judge-formulas";
import { type CellJudge, cellJudges } from "./judge-own";
import { schemaJudge } from "./judge-schema";
import { type RowToCheck, rowInstance } from "./row-instance";
import { beyondBudget, fieldCosts } from "./rule-cost";
import type { SchemaDocument } from "./schema-document";
import type { Speaker } from "./schema-fault";
import { isObject, KEYWORDS, type SchemaObject } from "./schema-shape";

export interface RowJudge {
  readonly faults: (row: RowToCheck) => readonly Fault[];
  readonly formulas: FormulaJudge | null;
}

interface JudgeSource {
  readonly document: SchemaDocument;
  readonly fields: readonly Field[];
  readonly optionSets: ReadonlyMap<string, readonly string[]>;
}

/** null if the document asks nothing of a row. */
export function rowJudge({ document, fields, optionSets }: JudgeSource): RowJudge | null {
  const rules = document["x-rules"] ?? [];
  const schema = ofTheseFields(inlineRefs(document).schema, fields);
  const speaker = speakerOf(document, fields);
  const cells = cellJudges({ document, fields, optionSets, speaker });
  const formulas = formulaJudge(rules, fields);
  const asksOfSchema = asks(schema);
  if (!asksOfSchema && cells.length === 0 && formulas === null) return null;
  const judgeSchema = asksOfSchema ? schemaJudge(schema, speaker) : () => [];
  const costs = fieldCosts(schema, rules);
  // Of fields that no rule looks into only their presence counts, so their values need no reading.
  const judged = fields.map((field): Field => (costs.has(field.id) ? field : { ...field, type: "text" }));
  const faults = (row: RowToCheck): readonly Fault[] => {
    const beyond = beyondBudget(row.cells, fields, costs);
    const within = beyond.size === 0 ? judged : judged.filter(({ id }) => !beyond.has(id));
    const found = [...judgeSchema(rowInstance(row.cells, within)), ...cellFaults(row, cells, beyond)];
    if (beyond.size === 0) return found;
    // What else is said of a cell that was not looked at, is said of its absence.
    return [
      ...[...beyond].map((id) => sizeFault(id, speaker)),
      ...found.filter(({ field }) => !beyond.has(field ?? "")),
    ];
  };
  return { faults, formulas };
}

function cellFaults(
  { cells, before }: RowToCheck,
  judges: readonly CellJudge[],
  beyond: ReadonlySet<string>,
): Fault[] {
  return judges.flatMap(({ field, judge }) => {
    const value = cells[field];
    if (value === null || value === undefined || beyond.has(field)) return [];
    // A new row comes from nothing, as a cell without a value does.
    const fault = judge(value, before === null ? null : before[field]);
    return fault === null ? [] : [fault];
  });
}

const speakerOf = (document: SchemaDocument, fields: readonly Field[]): Speaker => {
  const names = new Map(fields.map(({ id, name }) => [id, name]));
  return {
    nameOf: (id) => names.get(id) ?? id,
    severityOf: (id) => (document.properties[id]?.["x-severity"] === "warning" ? "warning" : "error"),
  };
};

const sizeFault = (id: string, { nameOf }: Speaker): Fault => ({
  field: id,
  fields: [id],
  reason: reasonOf("size"),
  message: `${nameOf(id)} is too long to be checked; shorten it, or ask less of it in the schema.`,
  severity: "error",
});

/** A field may have gone since the document was published; nobody could fill it in. */
function ofTheseFields(schema: SchemaObject, fields: readonly Field[]): SchemaObject {
  const isThere = (id: string): boolean => fields.some((field) => field.id === id);
  const { properties, required, additionalProperties: _, ...rest } = schema;
  return {
    ...rest,
    properties: Object.fromEntries(
      Object.entries(isObject(properties) ? properties : {}).filter(([id]) => isThere(id)),
    ),
    required: Array.isArray(required) ? required.filter(isThere) : [],
  };
}

/** Whether any keyword could find fault with a row. That it is an object, it is. */
function asks({ type: _, properties, required, ...joining }: SchemaObject): boolean {
  const isJudging = ([keyword]: [string, unknown]): boolean =>
    KEYWORDS[keyword] !== "note" && KEYWORDS[keyword] !== "own";
  const ofProperties = Object.values(isObject(properties) ? properties : {});
  return (
    (Array.isArray(required) && required.length > 0) ||
    Object.entries(joining).some(isJudging) ||
    ofProperties.some((property) => !isObject(property) || Object.entries(property).some(isJudging))
  );
}
