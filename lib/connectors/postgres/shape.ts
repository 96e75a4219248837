import type { SideField, SideShape } from "../connector";
import type { Session } from "./client";
import { typesOf } from "./codec";
import { computedReason } from "./computed-reason";
import type { Catalogue, Column } from "./introspect";
import type { Table } from "./table";

/** Tables beyond this are not counted for a shape. */
const COUNT_LIMIT = 1_000_000;

export async function countRows(session: Session, table: Table): Promise<number | null> {
  const { columns, policed } = table.catalogue;
  if (policed || !columns.some((column) => column.mayRead)) return null;
  const text = `select count(*)::text from (select from ${table.name} limit ${COUNT_LIMIT + 1}) t`;
  const [row] = await session.query(text);
  const count = Number(row?.[0]);
  return count > COUNT_LIMIT ? null : count;
}

export interface Looked {
  readonly rowCount: number | null;
  /** The key that a person named is empty or taken twice in some row. */
  readonly repeats: boolean;
}

export function shapeOf(table: Table, { rowCount, repeats }: Looked): SideShape {
  const { catalogue } = table;
  const keyParts = new Set(catalogue.keys.flat());
  const fields = catalogue.columns.map((column) => fieldOf(catalogue, column, keyParts.has(column.attnum)));
  return { fields, rowCount, problems: problemsOf(table, repeats) };
}

function fieldOf(catalogue: Catalogue, column: Column, keyPart: boolean): SideField {
  const types = column.mayRead ? typesOf(column) : [];
  const readOnlyReason = reasonReadOnly(catalogue, column);
  return {
    id: column.attnum,
    name: column.name,
    type: types[0] ?? null,
    alternatives: types.slice(1),
    native: column.native,
    writable: readOnlyReason === null,
    readOnlyReason,
    keyPart,
    options: column.options,
    relatesTo: column.relatesTo && { schema: column.relatesTo.schema, table: column.relatesTo.table },
  };
}

function reasonReadOnly(catalogue: Catalogue, column: Column): string | null {
  if (!column.mayRead) return "The database user may not read this column.";
  if (!catalogue.updatable) return NOT_UPDATABLE[catalogue.relkind] ?? "Rows of this view cannot be written.";
  if (column.computed) return computedReason(column);
  if (column.base === "money") {
    return "Amounts of type money are printed by the server's language settings; numeric columns can be written.";
  }
  if (column.kind === "other") return `Columns of type ${column.native} are shown as text and not written.`;
  if (!column.mayWrite) return "The database user may not write this column.";
  return null;
}

const NOT_UPDATABLE: Readonly<Record<string, string>> = {
  m: "A materialized view is filled by its refresh alone.",
  f: "The foreign server takes no changes of these rows.",
};

type Problem = SideShape["problems"][number];

function problemsOf(table: Table, repeats: boolean): readonly Problem[] {
  const { catalogue } = table;
  const key = catalogue.keyIsNamed ? namedKeyProblem(table, repeats) : keptKeyProblem(table);
  const problems: Problem[] = key ? [key] : [];
  if (catalogue.policed) {
    problems.push({
      code: "row-security",
      message: "Row-level security hides rows of this table from the user; hidden rows would look deleted.",
      remedy: "Connect with a user that has BYPASSRLS, or owns the table without FORCE ROW LEVEL SECURITY.",
    });
  }
  if (catalogue.hasChildren) {
    problems.push({
      code: "inheritance",
      message: "Other tables inherit from this one; its key is not unique across them.",
      remedy: "Choose one of the tables that hold the rows, or use declarative partitioning.",
    });
  }
  return problems;
}

/** A place that is only looked at has no named key yet, and no problem with it. */
function namedKeyProblem(table: Table, repeats: boolean): Problem | null {
  if (!repeats && (!table.hasKey || table.keyIsUnique)) return null;
  return {
    code: "key-not-unique",
    message: "The chosen key is empty in some row, shared by several, or of a type that is no key.",
    remedy: "Choose columns that tell all rows apart, or change the view so that they do.",
  };
}

function keptKeyProblem(table: Table): Problem | null {
  if (table.catalogue.keys.length === 0) {
    return {
      code: "no-key",
      message:
        "No column of this table is kept unique and filled by the database, so rows cannot be told apart.",
      remedy: "Add a primary key, or a UNIQUE constraint on columns that are NOT NULL.",
    };
  }
  if (!table.hasKey || table.keyIsUnique) return null;
  return {
    code: "key-not-unique",
    message: "The database does not keep the chosen key unique and filled.",
    remedy: "Choose a primary key or unique columns that are NOT NULL, or add such a constraint.",
  };
}
