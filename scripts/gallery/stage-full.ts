import pg from "pg";
import { uuidOf } from "@/lib/ids";
import { Api } from "../../e2e/support/api";
import { CustomerTable } from "../../e2e/support/customer-table";
import { customerUrl } from "../../e2e/support/new-person";
import type { Stage } from "../../e2e/support/screen";
import { surveyed } from "./stage-drafts";
import type { StagedOrganization } from "./stage-organization";
import type { Given } from "./stage-registry";

/** More than the Free plan's rows. */
const ROWS = 1_010;

/** Fills the plan of an organization: its one registry, and a draft over more rows than there is room for. */
export async function fillPlan(
  { ready }: Given,
  { org, apiKey }: StagedOrganization,
  table: string,
): Promise<Stage["full"]> {
  const api = new Api(ready.url, apiKey);
  const url = customerUrl(ready);
  const copy = `${table}_copy`;
  const from = new CustomerTable({ url, schema: "public", table });
  const to = new CustomerTable({ url, schema: "public", table: copy });
  for (const one of [from, to])
    await one.query(`create table ${one.name} (code text primary key, shelf text)`);
  await from.query(
    `insert into ${from.name} select 'S' || n, 'Shelf ' || n % 40 from generate_series(1, ${ROWS}) n`,
  );
  const { id: connectionId } = await api.ask<{ id: string }>("POST", "/connections", {
    kind: "postgres",
    name: "Warehouse",
    credentials: { url },
  });
  const sides = [table, copy].map((name) => ({
    connectionId,
    location: { schema: "public", table: name },
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
  return { org, registry: registry.id, draft };
}

/** Fills another one's plan and lets it be over it for longer than it may, as after a change to a smaller plan. */
export async function overfillPlan(
  given: Given,
  organization: StagedOrganization,
  table: string,
): Promise<Stage["full"]> {
  const over = await fillPlan(given, organization, table);
  const client = new pg.Client({ connectionString: given.ready.databaseUrl });
  await client.connect();
  await client.query("begin");
  await client.query("select set_config('app.org', $1, true)", [uuidOf("org", over.org)]);
  await client.query("update public.registry set row_count = row_count + 10");
  await client.query("update public.organization set rows_over_since = now() - interval '15 days'");
  await client.query("commit");
  await client.end();
  await new Api(given.ready.url, organization.apiKey).sync(over.registry);
  return over;
}
