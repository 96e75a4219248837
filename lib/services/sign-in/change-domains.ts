import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { newToken } from "@/lib/auth/token";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { requiredProviders } from "@/lib/db/identity-providers";
import {
  countVerifiedDomains,
  dropDomain,
  findDomain,
  findHolder,
  insertDomain,
  listDomains,
  verifyDomain as verifyStored,
} from "@/lib/db/organization-domains";
import { lookupTxt } from "@/lib/egress/lookup-txt";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import type { Action } from "@/lib/ledger/envelope";
import { callerEntry } from "../audit/caller-entry";
import { lapseDomain } from "./lapse-domain";
import { domainInput } from "./provider-input";
import { TXT_LABEL, txtValue } from "./sign-in-view";

const MOST_DOMAINS = 50;

/** Adds a domain, not proven yet; its record is told with the others. */
export async function addDomain(caller: Caller, text: string, now = new Date()): Promise<void> {
  authorize(caller, "sign-in:write", now);
  const read = domainInput.safeParse(text);
  if (!read.success)
    throw new AppError("invalid-input", read.error.issues[0]?.message ?? "Write a domain like example.com.");
  await withOrg(caller.organizationId, async (db) => {
    if ((await listDomains(db)).length >= MOST_DOMAINS)
      throw new AppError("limit-reached", `An organization has at most ${MOST_DOMAINS} domains.`, {
        remedy: "Remove one that is not used any more.",
      });
    const domain = { domain: read.data, token: newToken() };
    if (!(await insertDomain(db, caller.organizationId, domain)))
      throw new AppError("invalid-input", `${read.data} is in the list already.`);
    await recordDomain(db, caller, { action: "domain.added", domain: read.data, now });
  });
}

/**
 * Looks for the record and, if it is there, holds the domain for the organization. Throws AppError `stale` where it is
 * not, or where another organization has proven the domain and its record is still there too.
 */
export async function verifyDomain(caller: Caller, domain: string, now = new Date()): Promise<void> {
  authorize(caller, "sign-in:write", now);
  const found = await withOrg(caller.organizationId, (db) => findDomain(db, domain));
  if (!found) throw new AppError("not-found", "There is no such domain.");
  if (found.verifiedAt !== null) return;
  const name = `${TXT_LABEL}.${domain}`;
  const records = await lookupTxt(name);
  if (!records.includes(txtValue(found.token)))
    throw new AppError("stale", `The TXT record of ${name} is not there yet.`, {
      remedy: "Name servers may take some minutes, some of them an hour, until they show a new record.",
    });
  const displaced = await displaceHolder(domain, records, now);
  await withOrg(caller.organizationId, async (db) => {
    if (!(await verifyStored(db, domain, now)))
      throw new AppError(
        "stale",
        `Another organization has proven ${domain}, and its TXT record is still there.`,
        {
          remedy: `Remove it there, or its record from ${name}.`,
        },
      );
    await recordDomain(db, caller, { action: "domain.verified", domain, now, more: { displaced } });
  });
}

/**
 * Who has the domain's DNS now, has the domain: an earlier holder loses it, if its record is not there any more or it is
 * being deleted. Answers whether one did.
 */
async function displaceHolder(domain: string, records: readonly string[], now: Date): Promise<boolean> {
  const holder = await findHolder(domain);
  if (!holder || (!holder.isClosing && records.includes(txtValue(holder.token)))) return false;
  return lapseDomain({ ...holder, domain }, "proven-elsewhere", now);
}

/** People of the domain do not join by themselves any more. The last one stays while members must come by a provider. */
export async function removeDomain(caller: Caller, domain: string, now = new Date()): Promise<void> {
  authorize(caller, "sign-in:write", now);
  await withOrg(caller.organizationId, async (db) => {
    const dropped = await dropDomain(db, domain);
    if (!dropped) throw new AppError("not-found", "There is no such domain.");
    const isProven = dropped.verifiedAt !== null;
    if (isProven && (await requiredProviders(db)).length > 0 && (await countVerifiedDomains(db)) === 0)
      throw new AppError("stale", "Members must sign in by a provider, which needs a proven domain.", {
        remedy: "Let them sign in by any way first.",
      });
    await recordDomain(db, caller, { action: "domain.removed", domain, now });
  });
}

async function recordDomain(
  db: Scoped,
  caller: Caller,
  done: {
    readonly action: Extract<Action, `domain.${string}`>;
    readonly domain: string;
    readonly now: Date;
    readonly more?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const target = { type: "organization", ref: publicId("org", caller.organizationId) };
  const { action, domain, now, more } = done;
  await record(db, [callerEntry(caller, { action, target, payload: { domain, ...more } })], now);
}
