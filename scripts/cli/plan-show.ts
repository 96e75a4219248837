import { planOf } from "@/lib/billing/plans";
import { rowNotice } from "@/lib/billing/row-limit";
import type { RowClient } from "@/lib/db/row-store";
import { rowUse } from "@/lib/db/row-use";
import { formatCount } from "@/lib/format/count";
import { publicId } from "@/lib/ids";
import { PlainError } from "../plain-error.mjs";
import { type Command, UsageError } from "./command";
import { inOrganization, readPlanArguments } from "./plan-database";

/** Tells an organization's plan and what of it is used. */
export const planShow: Command = {
  name: "plan show",
  synopsis: "plan show --org org_...",
  does: "tells an organization's plan, and how many of its rows and registries are used",
  async run(args) {
    const { organization, plan } = readPlanArguments(args);
    if (plan !== undefined) throw new UsageError("plan show takes no --plan; plan set does");
    const told = await inOrganization(organization, async (client) => {
      const { rowCount } = await client.query("select from organization where id = $1", [organization]);
      if (rowCount === 0) throw new PlainError("there is no such organization in this database.");
      return [
        `${publicId("org", organization)} ${(await rowUse(client)).plan}`,
        ...(await describePlan(client)),
      ];
    });
    console.log(told.join("\n"));
    return 0;
  },
};

/** What is used of the plan of the transaction's organization, a line each. */
export async function describePlan(client: RowClient): Promise<string[]> {
  const { plan: name, ...use } = await rowUse(client);
  const plan = planOf(name);
  const { rows } = await client.query<{ count: number; over: number }>(
    `select count(*) as count, count(*) filter (where state = 'over-limit') as over from registry
      where organization_id = nullif(current_setting('app.org', true), '')::uuid`,
  );
  const { count, over } = rows[0] ?? { count: 0, over: 0 };
  const notice = rowNotice(plan, use, new Date());
  return [
    `rows ${ofLimit(use.rows, plan.rows)}`,
    `registries ${ofLimit(count, plan.registries)}${over > 0 ? `, ${over} paused over the limit` : ""}`,
    ...(notice ? [notice.message] : []),
  ];
}

const ofLimit = (used: number, limit: number | null): string =>
  `${formatCount(used)} of ${limit === null ? "any number" : formatCount(limit)}`;
