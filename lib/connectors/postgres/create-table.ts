import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { MadePlace, NewField, NewPlace } from "../new-place";
import type { DatabaseClient, Session } from "./client";
import { type TableAddress, tableAddressOf } from "./config";
import { stateOf } from "./database-error";
import { literal, quoted } from "./identifiers";
import { columnOf, columnProblems, nameProblem, type Problem } from "./new-columns";

/** In the table's comment, which its owner may change: the name then says that there is one. */
const signature = (mark: string): string => `Made by ChittySync (${mark.slice(0, 16)}).`;

const parentAddress = z.strictObject({ schema: z.string().min(1).max(63) });

/**
 * Makes a table with the key as its primary key, in one transaction: after a lost answer it is there as a whole, with
 * our signature, or not at all. A table, view or anything else of the name is never touched.
 */
export async function createTable(client: DatabaseClient, place: NewPlace): Promise<MadePlace> {
  const parent = parentAddress.safeParse(place.parent);
  if (!parent.success)
    throw refused([{ path: "/parent", message: "Name the schema that the table is to be in." }]);
  const problems = [...titleProblems(place), ...columnProblems(place.fields)];
  if (problems.length > 0) throw refused(problems);
  const address = { schema: parent.data.schema, table: place.title };
  const { value: isNew, certain } = await once(client, async (session) => {
    const there = await lookAt(session, address);
    if (there?.comment?.includes(signature(place.mark))) return false;
    if (there !== null) throw taken(address.table);
    await requireRight(session, address.schema);
    await make(session, address, place);
    return true;
  });
  if (!certain) {
    throw new AppError("upstream-unavailable", "The connection broke off while the table was being made.", {
      remedy: "Try again: if it was made, it is found by itself.",
    });
  }
  const title = address.schema === "public" ? address.table : `${address.schema}.${address.table}`;
  return { location: { id: JSON.stringify([address.schema, address.table]), title, address }, isNew };
}

/** Two that make the same table at once meet in the catalogue's own index, which is nobody's row. */
async function once<T>(client: DatabaseClient, work: (session: Session) => Promise<T>) {
  try {
    return await client.transaction("write", work);
  } catch (error) {
    if (!(error instanceof AppError) || stateOf(error) !== "23505") throw error;
    throw new AppError("upstream-unavailable", "Something of this name was made at the same moment.", {
      remedy: "Try again.",
    });
  }
}

function titleProblems({ title }: NewPlace): Problem[] {
  const message = nameProblem(title);
  return message ? [{ path: "/title", message }] : [];
}

async function lookAt(session: Session, { schema, table }: TableAddress) {
  const [row] = await session.query(
    `select obj_description(c.oid, 'pg_class') from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2`,
    [schema, table],
  );
  return row ? { comment: row[0] } : null;
}

async function requireRight(session: Session, schema: string): Promise<void> {
  const [row] = await session.query(
    "select has_schema_privilege(oid, 'create')::text, current_user from pg_namespace where nspname = $1",
    [schema],
  );
  if (!row) throw refused([{ path: "/parent", message: "There is no such schema in the database." }]);
  const [mayCreate, user] = row;
  if (mayCreate === "true") return;
  throw new AppError("connection-broken", `The database user may not make tables in the schema ${schema}.`, {
    remedy: `As the schema's owner run: grant usage, create on schema ${quoted(schema)} to ${quoted(user ?? "")};`,
  });
}

async function make(session: Session, { schema, table }: TableAddress, place: NewPlace): Promise<void> {
  const name = `${quoted(schema)}.${quoted(table)}`;
  const columns: string[] = [];
  for (const [at, field] of place.fields.entries()) columns.push(await columnOf(session, field, at));
  const key = place.key.map(quoted).join(", ");
  await session.query(`create table ${name} (${[...columns, `primary key (${key})`].join(", ")})`);
  await session.query(`comment on table ${name} is ${literal(signature(place.mark))}`);
}

/** Adds the columns whose names the table lacks. */
export async function addColumns(
  client: DatabaseClient,
  address: Readonly<Record<string, string | number>>,
  fields: readonly NewField[],
): Promise<readonly string[]> {
  const { schema, table } = tableAddressOf(address);
  const problems = columnProblems(fields);
  if (problems.length > 0) throw refused(problems);
  const { value } = await client.transaction("write", async (session) => {
    const there = await columnsOf(session, { schema, table });
    const missing = fields.flatMap((field, at) =>
      there.names.has(field.name.toLowerCase()) ? [] : [{ field, at }],
    );
    if (missing.length === 0) return [];
    const added: string[] = [];
    for (const { field, at } of missing) added.push(`add column ${await columnOf(session, field, at)}`);
    const statement = `alter table ${quoted(schema)}.${quoted(table)} ${added.join(", ")}`;
    if (!there.mayAlter) throw notOwner(table, there.owner, statement);
    await session.query(statement);
    return missing.map(({ field }) => field.name);
  });
  return value;
}

async function columnsOf(session: Session, { schema, table }: TableAddress) {
  const rows = await session.query(
    `select a.attname, pg_has_role(c.relowner, 'usage')::text, pg_get_userbyid(c.relowner)
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p')`,
    [schema, table],
  );
  if (rows.length === 0) throw noTable(table);
  const names = new Set(rows.map(([name]) => (name ?? "").toLowerCase()));
  return { names, mayAlter: rows[0]?.[1] === "true", owner: rows[0]?.[2] ?? "" };
}

const noTable = (name: string): AppError => {
  const message = `There is no table ${name} in the database; the columns of a view are those of its query.`;
  return new AppError("invalid-input", message, { paths: [{ path: "/location", message }] });
};

const notOwner = (table: string, owner: string, statement: string): AppError =>
  new AppError("connection-broken", `Only the owner of the table ${table} may add columns to it.`, {
    remedy: `As ${owner} run: ${statement}; then do this again.`,
  });

const taken = (table: string): AppError => {
  const message = `The schema holds something called "${table}" already.`;
  return new AppError("invalid-input", message, {
    remedy: "Give the new table another name, or choose that one.",
    paths: [{ path: "/title", message }],
  });
};

const refused = (paths: readonly Problem[]): AppError =>
  new AppError("invalid-input", "PostgreSQL cannot make a table like this.", { paths });
