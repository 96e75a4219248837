import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { type Scoped, withOrg } from "@/lib/db/control";
import {
  currentOptions,
  findOptionSet,
  listOptionSetUses,
  listOptionSets as listStored,
  type OptionSet,
} from "@/lib/db/option-sets";
import { listRegistries } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { type OptionSetView, optionSetView } from "./option-set-view";

/** The set behind a public id; `not-found` for anything else, another organization's included. */
export async function requireOptionSet(db: Scoped, id: string): Promise<OptionSet> {
  const uuid = uuidOf("ops", id);
  const set = uuid && (await findOptionSet(db, uuid));
  if (!set) throw new AppError("not-found", "There is no such option set.");
  return set;
}

/** The organization's option sets by name, with the options that they offer now. */
export async function listOptionSets(caller: Caller): Promise<OptionSetView[]> {
  authorize(caller, "schema:read");
  return viewed(caller, await withOrg(caller.organizationId, listStored));
}

export async function getOptionSet(caller: Caller, id: string): Promise<OptionSetView> {
  authorize(caller, "schema:read");
  const set = await withOrg(caller.organizationId, (db) => requireOptionSet(db, id));
  const [view] = await viewed(caller, [set]);
  if (!view) throw new AppError("not-found", "There is no such option set.");
  return view;
}

async function viewed({ organizationId }: Caller, sets: readonly OptionSet[]): Promise<OptionSetView[]> {
  const offered = await withRows(organizationId, (client) => currentOptions(client, sets));
  const { registries, uses } = await withOrg(organizationId, async (db) => ({
    registries: await listRegistries(db),
    uses: await listOptionSetUses(db),
  }));
  return sets.map((set) => optionSetView(set, { registries, uses, offered }));
}
