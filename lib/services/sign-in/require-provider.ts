import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, withOrg } from "@/lib/db/control";
import { requiredProviders, requireProviders } from "@/lib/db/identity-providers";
import { heldMembers, setBreakGlass as setStored } from "@/lib/db/members";
import { countVerifiedDomains } from "@/lib/db/organization-domains";
import { cameBy } from "@/lib/db/people";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import { callerEntry } from "../audit/caller-entry";
import { requireProvider } from "./change-provider";
import { judgeRequirement, type RequirementVerdict } from "./judge-requirement";

/**
 * From the next request on members get in only by this provider, break-glass owners by any way; null: all by any way.
 * Throws AppError `stale` while something is missing that keeps an owner from being locked out.
 */
export async function requireSignInBy(caller: Caller, id: string | null, now = new Date()): Promise<void> {
  authorize(caller, "identity-provider:write", now);
  const tried = id === null ? null : await triedAs(caller, id);
  await withOrg(caller.organizationId, async (db) => {
    const { organizationId } = caller;
    const members = await heldMembers(db, organizationId);
    const target = { type: "organization", ref: publicId("org", organizationId) };
    const breakGlass = members.filter(({ isBreakGlass }) => isBreakGlass);
    if (id === null) await requireProviders(db, organizationId, []);
    else {
      const provider = await requireProvider(db, id);
      const verdict = judgeRequirement({
        isOn: provider.enabled,
        hasDomain: (await countVerifiedDomains(db)) > 0,
        isTried: provider.configuredAt.getTime() === tried?.getTime(),
        breakGlassOwners: breakGlass.length,
      });
      if (!verdict.ok) throw REFUSALS[verdict.why]();
      await requireProviders(db, organizationId, [provider.id]);
    }
    const payload = { provider: id, breakGlass: breakGlass.map(({ personId }) => publicId("per", personId)) };
    await record(db, [callerEntry(caller, { action: "sign-in.required", target, payload })], now);
  });
}

/** When the provider was set up as the caller has come by it; null where he never has. */
async function triedAs(caller: Caller, id: string): Promise<Date | null> {
  const provider = await withOrg(caller.organizationId, (db) => requireProvider(db, id));
  const person = uuidOf("per", caller.actor.ref);
  const hasCome = person !== null && (await cameBy(person, provider.id, provider.configuredAt));
  return hasCome ? provider.configuredAt : null;
}

/**
 * Lets an owner in by any way, or not any more. The last one stays while members must come by a provider.
 */
export async function setBreakGlass(
  caller: Caller,
  id: string,
  isBreakGlass: boolean,
  now = new Date(),
): Promise<void> {
  authorize(caller, "identity-provider:write", now);
  await withOrg(caller.organizationId, async (db) => {
    const members = await heldMembers(db, caller.organizationId);
    const uuid = uuidOf("per", id);
    const owner = members.find(({ personId, role }) => personId === uuid && role === "owner");
    if (!owner) throw new AppError("not-found", "There is no such owner.");
    if (owner.isBreakGlass === isBreakGlass) return;
    const others = members.filter((one) => one.isBreakGlass && one !== owner);
    if (!isBreakGlass && others.length === 0 && (await requiredProviders(db)).length > 0)
      throw new AppError("stale", "While members must sign in by a provider, one owner may always come in.", {
        remedy: "Choose another owner for it first.",
      });
    await setStored(db, owner.personId, isBreakGlass);
    const target = { type: "person", ref: id };
    const payload = { isBreakGlass };
    await record(db, [callerEntry(caller, { action: "sign-in.break-glass-changed", target, payload })], now);
  });
}

type Why = Extract<RequirementVerdict, { ok: false }>["why"];

const REFUSALS: Readonly<Record<Why, () => AppError>> = {
  off: () => new AppError("stale", "The provider is turned off.", { remedy: "Turn it on first." }),
  "no-domain": () =>
    new AppError("stale", "The organization has not proven a domain.", {
      remedy: "Add and verify one first.",
    }),
  "not-tried": () =>
    new AppError("stale", "You have not signed in by this provider as it is set up now.", {
      remedy: "Try it first: what does not let you in would let nobody in.",
    }),
  "no-break-glass": () =>
    new AppError("stale", "No owner may come in if the provider is down.", {
      remedy: "Choose an owner who may always come in first.",
    }),
};
