import type { Field } from "@/lib/engine/field";
import type { Cells } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { type CompiledRules, compileRules } from "../compile-rules";
import type { Fault } from "../fault";
import { readSchemaDocument } from "../schema-document";

/** One field of each type, called by its type. */
export const FIELDS: readonly Field[] = [
  { id: "name", name: "Name", type: "text" },
  { id: "status", name: "Status", type: "select" },
  { id: "tags", name: "Tags", type: "multi-select" },
  { id: "amount", name: "Amount", type: "number" },
  { id: "units", name: "Units", type: "integer" },
  { id: "is_open", name: "Open", type: "boolean" },
  { id: "signed_on", name: "Signed on", type: "date" },
  { id: "seen_at", name: "Seen at", type: "datetime" },
  { id: "due_at", name: "Due at", type: "local-datetime" },
  { id: "data", name: "Data", type: "json" },
  { id: "owner", name: "Owner", type: "relation", target: "reg_owners" },
];

/** The rules of a document, read as a person would send it. */
export function rulesOf(
  document: unknown,
  options: Readonly<Record<string, readonly string[]>> = {},
): CompiledRules {
  const optionSets = new Map(Object.entries(options));
  return compileRules({ document: readSchemaDocument(document, FIELDS), fields: FIELDS, optionSets });
}

/** The pointers and messages with which a document is refused. */
export function refusals(document: unknown): readonly { readonly path: string; readonly message: string }[] {
  try {
    readSchemaDocument(document, FIELDS);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind === "invalid-input") return thrown.paths;
    throw thrown;
  }
  return [];
}

/** The faults of one row; it is new unless `before` is given. */
export async function faultsOf(
  rules: CompiledRules,
  cells: Cells,
  before: Cells | null = null,
): Promise<readonly Fault[]> {
  const [faults = []] = await rules.check([{ cells, before }]);
  return faults;
}

/** `reason field: message` of each fault. */
export async function said(document: unknown, cells: Cells, before: Cells | null = null): Promise<string[]> {
  const rules = rulesOf(document, { ops_1: ["Berlin", "Paris"], ops_2: [] });
  const faults = await faultsOf(rules, cells, before);
  return faults.map(({ reason, field, message }) => `${reason.replace("rule:", "")} ${field}: ${message}`);
}

/** How many turns, of 10 ms each at the most, this thread had while the work was under way. */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 10);
  try {
    await work();
    return turns;
  } finally {
    clearInterval(timer);
  }
}
