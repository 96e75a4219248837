import { compileRules } from "@/lib/rules/compile-rules";
import { readSchemaDocument } from "@/lib/rules/schema-document";
import type { Dataset } from "../data/dataset";
import { type DatasetName, datasetOf } from "../data/datasets";
import { decider, editedRows } from "../data/decide-rows";
import { mergeTables } from "../data/merge-tables";
import { threeTables } from "../data/three-tables";
import { repeated } from "../repeated";
import { type Took, timed } from "../timing";

export interface MergeInput {
  readonly dataset: DatasetName;
  readonly rows: number;
  /** Rows of the merges that others are compared on. */
  readonly compared: readonly number[];
  /** Changed rows to decide on. */
  readonly changed: number;
}

/** Lists: one entry per repetition. */
export interface MergeReport {
  readonly merge: readonly Took[];
  readonly compared: readonly (readonly Took[])[];
  /** Changed rows merged, held against the rules and brought into the form of a plan. */
  readonly decided: readonly Took[];
}

/** The engine on rows that are in memory. */
export async function measure({ dataset: name, rows, compared, changed }: MergeInput): Promise<MergeReport> {
  const dataset = datasetOf(name);
  const merging = async (count: number) => {
    const tables = await threeTables(dataset, count);
    return repeated(() => timed(() => mergeTables(dataset, tables)));
  };
  const edited = await editedRows(dataset, changed);
  const decide = decider(dataset, rulesOf(dataset));
  const ofCompared = [];
  for (const count of compared) ofCompared.push(await merging(count));
  return {
    merge: await merging(rows),
    compared: ofCompared,
    decided: await repeated(() => timed(() => decide(edited))),
  };
}

/** A schema that says something of every field, and that every row keeps. */
function rulesOf({ fields, key }: Dataset) {
  const properties = Object.fromEntries(
    fields.map(({ id, type }) => [id, type === "text" ? { type: "string", maxLength: 500 } : {}]),
  );
  const document = readSchemaDocument({ properties, required: [...key] }, fields);
  return compileRules({ document, fields, optionSets: new Map() });
}
