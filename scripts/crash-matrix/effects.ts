import type { Companies } from "@/lib/sync/testing/companies";
import { COLUMNS } from "@/lib/sync/testing/companies";
import type { SideName } from "../../e2e/support/three-sides";
import type { Databases } from "./databases";
import type { ProviderName, Providers } from "./providers";

/** One row that a connector made, changed or removed, as the side itself saw it. */
export interface Effect {
  readonly side: SideName;
  readonly key: string;
  readonly op: "create" | "update" | "delete";
}

type Rows = ReadonlyMap<string, string>;

/** Writes what the product's connections do to the customer's table into a table that they do not see. */
export const WATCH_TABLE = (table: string): string => `
  create schema if not exists saved;
  create table saved.written (at bigserial, key text, op text);
  create function saved.note() returns trigger language plpgsql as $$
  begin
    if current_setting('application_name') = 'chittysync' then
      insert into saved.written (key, op) values (coalesce(new."Code", old."Code"),
        case tg_op when 'INSERT' then 'create' when 'UPDATE' then 'update' else 'delete' end);
    end if;
    return null;
  end $$;
  create trigger noted after insert or delete or update on public.${table} for each row execute function saved.note()`;

/** Counts what is written to the sides by the product, and not what people do. */
export class EffectCount {
  private seen: Effect[] = [];

  constructor(
    private readonly providers: Providers,
    private readonly databases: Databases,
    private readonly companies: Companies,
  ) {
    providers.onWrite = (name) => {
      const before = this.rowsOf(name);
      return () =>
        this.seen.push(...changes(name === "notion" ? "notion" : "sheet", before, this.rowsOf(name)));
    };
  }

  /** What was written since the last time it was asked. */
  async take(): Promise<Effect[]> {
    const inTable = await this.databases.theirs<{ key: string; op: Effect["op"] }>(
      "with gone as (delete from saved.written returning at, key, op) select key, op from gone order by at",
    );
    const all = [...this.seen, ...inTable.map((row): Effect => ({ side: "postgres", ...row }))];
    this.seen = [];
    return all;
  }

  private rowsOf(name: ProviderName): Rows {
    if (name === "notion") {
      const { dataSourceId } = this.companies.notion;
      const { rows } = this.providers.control<{ rows: { cells: Record<string, string> }[] }>(name, "rows", {
        dataSourceId,
        limit: 10_000,
      });
      return new Map(
        rows.map(({ cells }) => [cells.Code ?? "", JSON.stringify(COLUMNS.map((of) => cells[of]))]),
      );
    }
    const { spreadsheetId, sheetId } = this.companies.sheet;
    const { rows } = this.providers.control<{ rows: string[][] }>(name, "rows", {
      spreadsheetId,
      sheetId,
      limit: 10_000,
    });
    const [header = [], ...lines] = rows;
    const at = header.indexOf("Code");
    return new Map(lines.map((cells) => [cells[at] ?? "", JSON.stringify(cells)]));
  }
}

function changes(side: SideName, before: Rows, after: Rows): Effect[] {
  const found: Effect[] = [];
  for (const [key, cells] of after) {
    const known = before.get(key);
    if (known === undefined) found.push({ side, key, op: "create" });
    else if (known !== cells) found.push({ side, key, op: "update" });
  }
  for (const key of before.keys()) if (!after.has(key)) found.push({ side, key, op: "delete" });
  return found.filter(({ key }) => key !== "");
}
