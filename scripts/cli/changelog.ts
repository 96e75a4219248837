import { parseArgs } from "node:util";
import { changelogRemovalScript, changelogScript } from "@/lib/connectors/postgres/changelog-script";
import { AppError } from "@/lib/errors";
import { type Command, UsageError } from "./command";

/** Prints the SQL by which a customer's database logs its own changes; nothing is connected to. */
export const changelog: Command = {
  name: "changelog",
  synopsis: "changelog --table schema.table (--key column... --reader user | --remove)",
  does: [
    "prints SQL for the owner of a PostgreSQL database to read and to run himself: it logs which rows",
    "of the table change, so that ChittySync, connected as the user, reads those alone. --key once for",
    'each column of the key; names as in SQL ("Odd.Name" in quotes). --remove prints what undoes it',
  ].join("\n"),
  async run(args) {
    const { table, key, reader, remove } = parse(args);
    process.stdout.write(inNames(() => textOf(namesIn(table), key, reader, remove)));
    return 0;
  },
};

function textOf(
  [schema = "", table = "", ...more]: readonly string[],
  key: readonly string[],
  reader: string | undefined,
  remove: boolean,
): string {
  if (table === "" || more.length > 0)
    throw new UsageError("--table names a schema and a table: schema.table");
  if (remove) return changelogRemovalScript({ schema, table });
  const columns = key.map((column) => oneName("--key", column));
  if (columns.length === 0) throw new UsageError("--key names the column that tells the table's rows apart");
  if (new Set(columns).size < columns.length) throw new UsageError("--key names a column twice");
  if (reader === undefined) throw new UsageError("--reader names the user that ChittySync connects as");
  return changelogScript({ schema, table, key: columns }, oneName("--reader", reader));
}

function inNames(print: () => string): string {
  try {
    return print();
  } catch (error) {
    if (error instanceof AppError) throw new UsageError("a name is none that PostgreSQL can have");
    throw error;
  }
}

function oneName(option: string, text: string): string {
  const [name, ...more] = namesIn(text);
  if (name === undefined || more.length > 0) throw new UsageError(`${option} takes one name`);
  return name;
}

const NAME = /"((?:[^"]|"")+)"|([^".\s]+)/y;

/** Names parted by dots; as in SQL, those without quotes are taken in lower case. */
function namesIn(text: string): readonly string[] {
  const names: string[] = [];
  for (let at = 0; ; at += 1) {
    NAME.lastIndex = at;
    const [, quoted, plain] = NAME.exec(text) ?? [];
    const name = quoted?.replaceAll('""', '"') ?? plain?.toLowerCase();
    if (name === undefined) throw new UsageError(`'${text}' cannot be read as a name`);
    names.push(name);
    at = NAME.lastIndex;
    if (at === text.length) return names;
    if (text[at] !== ".") throw new UsageError(`'${text}' cannot be read as a name`);
  }
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        table: { type: "string" },
        key: { type: "string", multiple: true },
        reader: { type: "string" },
        remove: { type: "boolean" },
      },
      strict: true,
    });
    const { table = "", key = [], reader, remove = false } = values;
    return { table, key, reader, remove };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "the options cannot be read");
  }
}
