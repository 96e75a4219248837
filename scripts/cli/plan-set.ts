import { changePlan } from "@/lib/billing/change-plan";
import { isPlan, PLAN_NAMES } from "@/lib/billing/plans";
import { publicId } from "@/lib/ids";
import { PlainError } from "../plain-error.mjs";
import { type Command, UsageError } from "./command";
import { inOrganization, readPlanArguments } from "./plan-database";
import { describePlan } from "./plan-show";

/** Gives an organization another plan, until it can choose one itself. */
export const planSet: Command = {
  name: "plan set",
  synopsis: `plan set --org org_... --plan ${PLAN_NAMES.join("|")}`,
  does: [
    "gives an organization another plan and notes it in the organization's ledger. What was over the old",
    "plan's limit goes on by itself within a minute: paused registries, new rows that found no room. A",
    "smaller plan deletes nothing. DATABASE_MIGRATE_URL (or DATABASE_URL) says where",
  ].join("\n"),
  async run(args) {
    const { organization, plan } = readPlanArguments(args);
    if (plan === undefined || !isPlan(plan))
      throw new UsageError(`--plan is one of ${PLAN_NAMES.join(", ")}`);
    const told = await inOrganization(organization, async (client) => {
      const actor = { type: "system", ref: "operator" } as const;
      const before = await changePlan(client, { organizationId: organization, plan, actor }, new Date());
      if (before === null) throw new PlainError("there is no such organization in this database.");
      return [`${publicId("org", organization)} ${before} -> ${plan}`, ...(await describePlan(client))];
    });
    console.log(told.join("\n"));
    return 0;
  },
};
