import type { Harness } from "@/sandbox/notion/testing/harness";

export interface JudgedTable {
  readonly databaseId: string;
  readonly dataSourceId: string;
  readonly targetIds: readonly string[];
  /** What people and related rows are called, by id: a row names them by id alone. */
  readonly names: ReadonlyMap<string, string>;
}

const TARGETS = ["Mining", "Trade"];

/** A table with a column of each type that a row can show, and rows that people entered in it. */
export function judgedTable(sandbox: Harness, rows: number): JudgedTable {
  const { control } = sandbox;
  const target = control("create-database", { title: "Sectors", properties: { Name: "title" } });
  const targets = control("create-rows", {
    dataSourceId: target.dataSourceId,
    rows: TARGETS.map((Name) => ({ Name })),
  });
  const targetIds = targets.pageIds as string[];
  const { userId } = control("add-user", { name: "Ada", email: "ada@example.com" });
  const options = ["red", "green", "blue"].map((name) => ({ name }));
  const made = control("create-database", {
    title: "Companies",
    properties: {
      Name: "title",
      Note: "rich_text",
      Size: "number",
      Colour: { select: { options } },
      Tags: { multi_select: { options } },
      Stage: "status",
      Founded: "date",
      Owner: "people",
      Active: "checkbox",
      Site: "url",
      Mail: "email",
      Phone: "phone_number",
      Papers: "files",
      Sector: { relation: { data_source_id: target.dataSourceId, single_property: {} } },
      Total: { formula: { expression: "1" } },
      Number: { unique_id: { prefix: "CO" } },
      Made: "created_time",
      Maker: "created_by",
      Edited: "last_edited_time",
      Editor: "last_edited_by",
    },
  }) as { databaseId: string; dataSourceId: string };
  control("create-rows", {
    dataSourceId: made.dataSourceId,
    rows: Array.from({ length: rows }, (_, at) => rowAt(at, { userId, targetIds })),
  });
  const people = control("list-users") as unknown as { id: string; name: string }[];
  const names = new Map(people.map(({ id, name }) => [id, name]));
  for (const [at, name] of TARGETS.entries()) names.set(targetIds[at] ?? "", name);
  return { ...made, targetIds, names };
}

/** Every seventh row is empty but for its name. */
function rowAt(at: number, { userId, targetIds }: { userId: unknown; targetIds: readonly string[] }) {
  if (at % 7 === 6) return { Name: `Company ${at}` };
  return {
    Name: `Company ${at} “é” 🏭`,
    Note: `line ${at}\nand =1+1`,
    Size: at - 3.25,
    Colour: ["red", "green"][at % 2],
    Tags: ["red", "blue"].slice(at % 2),
    Founded: at % 3 === 0 ? "2024-02-29" : { start: "2024-02-29T10:15:00Z", end: "2024-03-01T00:00:00Z" },
    Owner: [userId],
    Active: at % 2 === 0,
    Site: `https://example.com/${at}`,
    Mail: `c${at}@example.com`,
    Phone: `+49 30 ${at}`,
    Papers: [`https://example.com/${at}.pdf`],
    Sector: targetIds.slice(0, (at % 2) + 1),
    Total: at * 2,
  };
}

interface ReadProperty {
  readonly id: string;
  readonly type: string;
  readonly [type: string]: unknown;
}

export interface ReadRow {
  readonly id: string;
  readonly properties: Readonly<Record<string, ReadProperty>>;
}

/** What a client was given, as the texts that people see. */
export const textsOf = (row: ReadRow, names: JudgedTable["names"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(row.properties).map(([name, property]) => [name, textOf(property, names)]),
  );

function textOf(property: ReadProperty, names: JudgedTable["names"]): string {
  const value = property[property.type];
  const list = (part: string) => (value as Record<string, unknown>[]).map((each) => String(each[part]));
  switch (property.type) {
    case "title":
    case "rich_text":
      return list("plain_text").join("");
    case "multi_select":
      return list("name").join(", ");
    case "people":
    case "relation":
      return list("id")
        .map((id) => names.get(id))
        .join(", ");
    case "created_by":
    case "last_edited_by":
      return names.get((value as { id: string }).id) ?? "";
    case "files":
      return (value as { external: { url: string } }[]).map((file) => file.external.url).join(", ");
    case "date":
      return dateText(value as { start: string; end: string | null } | null);
    case "unique_id": {
      const { prefix, number } = value as { prefix: string; number: number };
      return `${prefix}-${number}`;
    }
    default:
      return simpleText(value);
  }
}

const dateText = (date: { start: string; end: string | null } | null): string =>
  date === null ? "" : [date.start, ...(date.end === null ? [] : [date.end])].join(" → ");

function simpleText(value: unknown): string {
  if (value === null) return "";
  if (typeof value !== "object") return String(value);
  const { name, type } = value as Record<string, unknown>;
  return name === undefined ? simpleText((value as Record<string, unknown>)[String(type)]) : String(name);
}

/** What people see on the sandbox's page, by page. */
export function shownRows(sandbox: Harness, dataSourceId: string): Map<string, Record<string, string>> {
  const listed = sandbox.control("rows", { dataSourceId, limit: 100_000 }) as {
    rows: { pageId: string; cells: Record<string, string> }[];
  };
  return new Map(listed.rows.map(({ pageId, cells }) => [pageId, cells]));
}
