import { AppError } from "@/lib/errors";
import type { NewField } from "../new-place";
import type { Session } from "./client";
import { type TableAddress, tableAddressOf } from "./config";
import { quoted } from "./identifiers";
import { NATIVE_FORMS } from "./native-forms";

export type Problem = { readonly path: string; readonly message: string };

/** Longer names PostgreSQL would cut without a word. */
const NAME_BYTES = 63;

/** Why a name cannot be one in PostgreSQL; null if it can. */
export function nameProblem(name: string): string | null {
  if (name.includes("\u0000") || /\p{Surrogate}/u.test(name))
    return "The name has a character that no name can have.";
  if (Buffer.byteLength(name) > NAME_BYTES) return `A name has at most ${NAME_BYTES} bytes in PostgreSQL.`;
  return null;
}

/** What keeps the fields from being columns. A relation's target is looked at where it is made. */
export function columnProblems(fields: readonly NewField[]): Problem[] {
  return fields.flatMap(({ name, type, native, relatesTo }, at) => {
    const problems: Problem[] = [];
    const path = `/fields/${at}`;
    const named = nameProblem(name);
    if (named) problems.push({ path: `${path}/name`, message: named });
    const forms = NATIVE_FORMS[type];
    if (native !== null && !forms.includes(native)) {
      const message = `A field of type ${type} is made in PostgreSQL as ${forms.join(" or ")}.`;
      problems.push({ path: `${path}/native`, message });
    }
    if (type === "relation" && relatesTo === null)
      problems.push({ path: `${path}/relatesTo`, message: "A relation needs the table that it points at." });
    return problems;
  });
}

/** The definition of one column, all but its key. Only types out of our own table come into the SQL. */
export async function columnOf(session: Session, field: NewField, at: number): Promise<string> {
  const name = quoted(field.name);
  if (field.relatesTo === null || field.type !== "relation")
    return `${name} ${field.native ?? NATIVE_FORMS[field.type][0]}`;
  const target = await referred(session, tableAddressOf(field.relatesTo), `/fields/${at}/relatesTo`);
  return `${name} ${target.type} references ${target.table} (${target.column})`;
}

/** The one column of the primary key, with what a foreign key to it needs. */
const KEY = `
select a.attname, format_type(a.atttypid, a.atttypmod), has_table_privilege(c.oid, 'references')::text, current_user
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_index i on i.indrelid = c.oid and i.indisprimary and i.indnkeyatts = 1
  join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
 where n.nspname = $1 and c.relname = $2`;

async function referred(session: Session, { schema, table }: TableAddress, path: string) {
  const [row] = await session.query(KEY, [schema, table]);
  if (!row) {
    const message = "A relation points at a table with a primary key of one column; this one has none.";
    throw new AppError("invalid-input", message, { paths: [{ path, message }] });
  }
  const [column, type, mayRefer, user] = row;
  const named = `${quoted(schema)}.${quoted(table)}`;
  if (mayRefer !== "true") {
    throw new AppError("connection-broken", `The database user may not refer to the table ${table}.`, {
      remedy: `As the table's owner run: grant references on table ${named} to ${quoted(user ?? "")};`,
    });
  }
  return { table: named, column: quoted(column ?? ""), type: type ?? "text" };
}
