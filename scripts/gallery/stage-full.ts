import { Api } from "../../e2e/support/api";
import { CustomerTable } from "../../e2e/support/customer-table";
import { customerUrl } from "../../e2e/support/new-person";
import type { Stage } from "../../e2e/support/screen";
import { surveyed } from "./stage-drafts";
import type { Given } from "./stage-registry";

/** More than the Free plan's rows. */
const ROWS = 1_010;

/** Fills the plan of the key's organization: its one registry, and a draft over more rows than there is room for. */
export async function fillPlan(
  { ready }: Given,
  apiKey: string,
): Promise<Pick<Stage["full"], "registry" | "draft">> {
  const api = new Api(ready.url, apiKey);
  const url = customerUrl(ready);
  const from = new CustomerTable({ url, schema: "public", table: "depot_stock" });
  const to = new CustomerTable({ url, schema: "public", table: "depot_stock_copy" });
  for (const table of [from, to])
    await table.query(`create table ${table.name} (code text primary key, shelf text)`);
  await from.query(
    `insert into ${from.name} select 'S' || n, 'Shelf ' || n % 40 from generate_series(1, ${ROWS}) n`,
  );
  const { id: connectionId } = await api.ask<{ id: string }>("POST", "/connections", {
    kind: "postgres",
    name: "Warehouse",
    credentials: { url },
  });
  const sides = ["depot_stock", "depot_stock_copy"].map((table) => ({
    connectionId,
    location: { schema: "public", table },
  }));
  const { id: draft } = await surveyed(api, sides, "Stock");
  const registry = await api.ask<{ id: string }>("POST", "/registries", {
    name: "Stock",
    key: ["code"],
    schedule: "manual",
    fields: ["code", "shelf"].map((name) => ({ name, type: "text" })),
    sides,
  });
  await api.sync(registry.id);
  await from.close();
  await to.close();
  return { registry: registry.id, draft };
}
