import "server-only";
import { withOrg } from "@/lib/db/control";
import { type DueDomain, domainsToLookAt, noteLook } from "@/lib/db/organization-domains";
import { lookupTxt } from "@/lib/egress/lookup-txt";
import { AppError } from "@/lib/errors";
import { lapseDomain } from "./lapse-domain";
import { TXT_LABEL, txtValue } from "./sign-in-view";
import { tellOfDomain } from "./tell-of-domain";

/** From one look at a domain to the next, and how long its record has to be missing. */
const DAY_MS = 24 * 60 * 60_000;

/** Domains in one turn: if no name server answers, some 30 seconds; the rest has the next. */
const AT_ONCE = 60;
const SIDE_BY_SIDE = 20;

/**
 * Looks whether the records of proven domains are still there. One that is missing at two looks a day apart proves
 * nothing any more, and owners are written to both times; a name server that does not answer changes nothing. Counts only.
 */
export async function recheckDomains(now: Date): Promise<{ looked: number; lapsed: number }> {
  const due = await domainsToLookAt(new Date(now.getTime() - DAY_MS), AT_ONCE);
  let lapsed = 0;
  for (let at = 0; at < due.length; at += SIDE_BY_SIDE) {
    const looks = await Promise.all(due.slice(at, at + SIDE_BY_SIDE).map((one) => isOver(one, now)));
    lapsed += looks.filter(Boolean).length;
  }
  return { looked: due.length, lapsed };
}

async function isOver(due: DueDomain, now: Date): Promise<boolean> {
  const isThere = await hasRecord(due);
  if (isThere === false && due.missingSince !== null && now.getTime() - due.missingSince.getTime() >= DAY_MS)
    return lapseDomain(due, "record-missing", now);
  const missingSince = isThere === true ? null : (due.missingSince ?? (isThere === false ? now : null));
  await withOrg(due.organizationId, (db) => noteLook(db, due, { at: now, missingSince }));
  if (missingSince !== null && due.missingSince === null)
    await tellOfDomain(due.organizationId, due.domain, "record-missing");
  return false;
}

/** Null where no name server answers. */
async function hasRecord({ domain, token }: DueDomain): Promise<boolean | null> {
  try {
    return (await lookupTxt(`${TXT_LABEL}.${domain}`)).includes(txtValue(token));
  } catch (error) {
    if (error instanceof AppError && error.kind === "upstream-unavailable") return null;
    throw error;
  }
}
