import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { changeRegistry } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { countMany } from "@/lib/db/rows/conflict-choices";
import { changeNoted, requireRegistry } from "../registries/browse-registries";
import { requireFieldDecider } from "../registries/field-access";
import type { RegistryView } from "../registries/registry-view";
import { fieldOf, sideOf } from "../registries/settings-of-input";
import { carryOut } from "./carry-out";

export const makeRuleInput = z.strictObject({
  field: z.string().max(100).describe("By name or id"),
  side: z.string().max(40).describe("The side whose value wins from now on"),
});

export interface RuleMadeView {
  readonly registry: RegistryView;
  /** Conflicts that wait on the field: the next run settles them by the rule. */
  readonly waiting: number;
  readonly requestedRunId: string | null;
}

/**
 * Makes one side the authority of a field. Conflicts that wait on the field are settled by it in the next run, save
 * those that somebody has decided on.
 */
export async function makeRule(
  caller: Caller,
  registryId: string,
  input: z.infer<typeof makeRuleInput>,
  now = new Date(),
): Promise<RuleMadeView> {
  authorize(caller, "registry:write");
  const before = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const field = fieldOf(input.field, before, "/field").id;
  const side = sideOf(input.side, before, "/side");
  requireFieldDecider(caller, before, field);
  const rule = { strategy: "authority", authority: side } as const;
  const payload = { strategies: { [field]: rule } };
  const made = { id: registryId, action: "registry.updated", payload, now } as const;
  const registry = await changeNoted(caller, made, (db, { id, strategies }) =>
    changeRegistry(db, id, { strategies: { ...strategies, [field]: rule } }),
  );
  const many = { registryId: before.id, ids: null, fields: [field], sideId: null };
  const { matched } = await withRows(caller.organizationId, (client) => countMany(client, many));
  const requestedRunId = matched > 0 ? await carryOut(caller, before.id, now) : null;
  return { registry, waiting: matched, requestedRunId };
}
