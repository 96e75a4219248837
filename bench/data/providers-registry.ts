import { callerOfKey } from "@/lib/auth/api-key";
import { uuidOf } from "@/lib/ids";
import { createConnection } from "@/lib/services/connections/create-connection";
import { createOrganization } from "@/lib/services/organizations/create-organization";
import { createRegistry } from "@/lib/services/registries/create-registry";
import { createRegistryInput } from "@/lib/services/registries/registry-input";
import type { Providers } from "@/lib/sync/testing/providers";
import type { BenchRegistry } from "./registry";

const COLUMNS = ["Code", "Name", "City", "Staff"] as const;
type Column = (typeof COLUMNS)[number];
export type Shop = Readonly<Record<Column, string>>;

export const shop = (number: number): Shop => ({
  Code: `S${String(number).padStart(6, "0")}`,
  Name: `Shop ${number}`,
  City: number % 2 === 0 ? "Lisbon" : "Oslo",
  Staff: String(number % 50),
});

/** What people do by hand on one of the two sides, by the row's number. */
export interface Hands {
  add(numbers: readonly number[]): void;
  rename(number: number, name: string): void;
  remove(numbers: readonly number[]): void;
  /** Calls that the provider has had since it was last asked, and those among them that wrote. */
  calls(): { readonly reads: number; readonly writes: number };
}

export interface ProvidersRegistry extends BenchRegistry {
  readonly notion: Hands;
  readonly sheets: Hands;
}

/**
 * A registry over a Notion data source and a tab of Google Sheets that hold the same shops, numbered from 0. The tab's
 * rows have ids if it is said so.
 */
export async function makeProvidersRegistry(
  providers: Providers,
  shops: number,
  rowIds: boolean,
): Promise<ProvidersRegistry> {
  const owner = { email: "bench@example.com", name: "Bench" };
  const { apiKey } = await createOrganization({ name: "Bench", plan: "professional", owner });
  const caller = await callerOfKey(`Bearer ${apiKey}`);
  const numbers = Array.from({ length: shops }, (_, number) => number);
  const notion = placeInNotion(providers, numbers);
  const sheets = placeInSheet(providers, { owner: owner.email, numbers });
  const { token } = providers.notion.control("create-workspace-token", { name: "Bench" }) as {
    token: string;
  };
  const { refreshToken } = providers.google.control("create-account", { email: owner.email }) as {
    refreshToken: string;
  };
  const ofNotion = await createConnection(caller, { kind: "notion", name: "Notion", credentials: { token } });
  const ofGoogle = await createConnection(caller, {
    kind: "google",
    name: "Google",
    credentials: { refreshToken },
  });
  const { id } = await createRegistry(
    caller,
    createRegistryInput.parse({
      name: "Shops",
      key: ["Code"],
      schedule: "manual",
      fields: COLUMNS.map((name) => ({ name, type: name === "Staff" ? "integer" : "text" })),
      sides: [
        { connectionId: ofNotion.id, location: notion.location },
        { connectionId: ofGoogle.id, location: sheets.location, rowIds },
      ],
    }),
  );
  const registryId = uuidOf("reg", id) ?? "";
  return { organizationId: caller.organizationId, registryId, notion: notion.hands, sheets: sheets.hands };
}

interface Placed {
  readonly location: Readonly<Record<string, string | number>>;
  readonly hands: Hands;
}

function placeInNotion({ notion }: Providers, numbers: readonly number[]): Placed {
  const properties = { Code: "title", Name: "rich_text", City: "rich_text", Staff: "number" };
  const { dataSourceId } = notion.control("create-database", { title: "Shops", properties }) as {
    dataSourceId: string;
  };
  const pages = new Map<number, string>();
  const add = (added: readonly number[]) => {
    const rows = added.map((number) => ({ ...shop(number), Staff: Number(shop(number).Staff) }));
    const { pageIds } = notion.control("create-rows", { dataSourceId, rows }) as { pageIds: string[] };
    for (const [at, number] of added.entries()) pages.set(number, pageIds[at] ?? "");
  };
  add(numbers);
  const hands: Hands = {
    add,
    rename: (number, value) => {
      notion.control("edit-cell", { pageId: pages.get(number), property: "Name", value });
    },
    remove: (removed) => {
      notion.control("trash", { pageIds: removed.map((number) => pages.get(number)) });
    },
    calls: () => {
      const { writes, total } = notion.control("counts", {}) as { writes: number; total: number };
      notion.control("reset-counts", {});
      return { reads: total - writes, writes };
    },
  };
  return { location: { dataSourceId }, hands };
}

function placeInSheet(
  { google }: Providers,
  { owner, numbers }: { readonly owner: string; readonly numbers: readonly number[] },
): Placed {
  const lineOf = (number: number, header: readonly string[] = COLUMNS): string[] =>
    header.map((column) => shop(number)[column as Column] ?? "");
  const rows = [[...COLUMNS], ...numbers.map((number) => lineOf(number))];
  const made = google.control("create-spreadsheet", {
    title: "Shops",
    owner,
    sheets: [{ title: "Shops", rows }],
  }) as { spreadsheetId: string; sheets: { sheetId: number }[] };
  const place = { spreadsheetId: made.spreadsheetId, sheetId: made.sheets[0]?.sheetId ?? 0 };
  const listed = () =>
    google.control("rows", { ...place, limit: rows.length + 10_000 }) as { rows: string[][] };
  const columnOf = (column: Column) => (listed().rows[0] ?? []).indexOf(column);
  const rowOf = (number: number) => {
    const column = columnOf("Code");
    return listed().rows.findIndex((row) => row[column] === shop(number).Code);
  };
  const hands: Hands = {
    add: (added) => {
      const [header] = listed().rows;
      for (const number of added) google.control("append-row", { ...place, values: lineOf(number, header) });
    },
    rename: (number, value) => {
      google.control("edit-cell", { ...place, row: rowOf(number), column: columnOf("Name"), value });
    },
    remove: (removed) => {
      if (removed.length > 0) google.control("delete-rows", { ...place, rows: removed.map(rowOf) });
    },
    calls: () => {
      const { reads, writes } = google.control("counts", {}) as { reads: number; writes: number };
      google.control("reset-counts", {});
      return { reads, writes };
    },
  };
  return { location: { ...place, title: "Shops" }, hands };
}
