import "server-only";
import { isDeepStrictEqual } from "node:util";
import { rolesFor } from "@/lib/auth/policy";
import { type Scoped, withOrg } from "@/lib/db/control";
import { membersOf } from "@/lib/db/members";
import { insertDeliveries, toldOf } from "@/lib/db/notice-deliveries";
import { listMutes } from "@/lib/db/notice-mutes";
import { decidedRuns, noticeSubjects } from "@/lib/db/notice-subjects";
import { changeNotice, insertNotices, openNotices, queueForNotices } from "@/lib/db/notices";
import { changeChannel, listChannels, organizationsToTell } from "@/lib/db/notification-channels";
import { findOrganization, standsStill } from "@/lib/db/organizations";
import { findRegistry } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { changedFields } from "@/lib/db/rows/held-plan";
import { type OpenCount, openCounts } from "@/lib/db/rows/open-counts";
import { asAppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import { log } from "@/lib/log";
import { decidersOf } from "../runs/deciders";
import { judgeNotices, type Notice, phaseOf, RULES } from "./judge-notices";
import { type Audience, keysOf, tellingsOf } from "./tell-channels";
import { digestsDue } from "./tell-digests";
import { absenceIn, type Seen, troublesOf } from "./troubles-of";

/** Organizations in one look-up. */
const AT_ONCE = 200;
const FIRST = "00000000-0000-0000-0000-000000000000";

/** Looks in every organization that has a channel and may have something to tell. Counts only. */
export async function lookEverywhere(now: Date): Promise<{ looked: number; told: number }> {
  let [looked, told, after] = [0, 0, FIRST];
  for (;;) {
    const organizations = await organizationsToTell(now, after, AT_ONCE);
    for (const organizationId of organizations) {
      // One in which it fails keeps the others from nothing, and is looked at again in a minute.
      told += await lookForNotices(organizationId, now).catch((thrown: unknown) => {
        log("warn", "notices.not-looked", { organization: organizationId, error: asAppError(thrown) });
        return 0;
      });
    }
    looked += organizations.length;
    after = organizations.at(-1) ?? after;
    if (organizations.length < AT_ONCE) return { looked, told };
  }
}

/**
 * Holds how the organization's registries and connections stand against what was seen before, and puts what is to be told
 * on its way. What is on its way is the transaction's: asked twice, or by two workers, nothing is told twice. Answers how
 * many messages are new.
 */
export async function lookForNotices(organizationId: string, now: Date): Promise<number> {
  const known = await lookAtRows(organizationId);
  if (known === null) return 0;
  const members = await membersOf(organizationId);
  return withOrg(organizationId, async (db) => {
    await queueForNotices(db);
    const place = await findOrganization(db, organizationId);
    if (!place || (await standsStill(db, organizationId))) return 0;
    const seen = { ...(await noticeSubjects(db)), ...known };
    const channels = (await listChannels(db)).filter(isReady);
    const audience = { place, channels, mutes: await listMutes(db, now), members, now };
    const notices = await note(db, { organizationId, seen, now });
    return (await tell(db, { notices, seen, audience })) + (await tellDigests(db, seen, audience));
  });
}

const isReady = ({ confirmedAt, disabledAt }: { confirmedAt: Date | null; disabledAt: Date | null }) =>
  confirmedAt !== null && disabledAt === null;

/** What is known of the rows, from before the turn: it is only counted. Null: nobody would be told. */
async function lookAtRows(organizationId: string): Promise<Pick<Seen, "open" | "deciders"> | null> {
  const found = await withOrg(organizationId, async (db) => {
    if (!(await listChannels(db)).some(isReady)) return null;
    const { registries, held } = await noticeSubjects(db);
    const plans = [];
    for (const run of held) {
      const registry = await findRegistry(db, run.registryId);
      if (registry) plans.push({ run, registry });
    }
    return { ids: registries.map(({ id }) => id), plans };
  });
  if (found === null) return null;
  return withRows(organizationId, async (client) => {
    const counts = await openCounts(client, found.ids);
    const deciders = new Map<string, readonly string[]>();
    for (const { run, registry } of found.plans) {
      const changed = await changedFields(client, run.id, Object.keys(registry.access));
      deciders.set(run.id, decidersOf(registry, changed).roles);
    }
    return { open: new Map(counts.map((count: OpenCount) => [count.registryId, count])), deciders };
  });
}

interface Look {
  readonly organizationId: string;
  readonly seen: Seen;
  readonly now: Date;
}

/** Keeps what was seen; answers the notices of which something may be to be told. */
async function note(db: Scoped, { organizationId, seen, now }: Look): Promise<Notice[]> {
  const open = (await openNotices(db)) as unknown as Notice[];
  const judged = judgeNotices(open, troublesOf(withDeciders(seen)), absenceIn(seen));
  const begun = judged.begun.map((trouble) => ({ ...trouble, id: newUuid(), since: now, endedAt: null }));
  await insertNotices(
    db,
    organizationId,
    begun.map((notice) => ({ ...notice, level: RULES[notice.condition].level })),
  );
  for (const { notice, facts } of judged.standing)
    if (notice.endedAt !== null || !isDeepStrictEqual(notice.facts, facts))
      await changeNotice(db, notice.id, { facts, endedAt: null });
  for (const { id } of judged.ended) await changeNotice(db, id, { endedAt: now });
  for (const { id } of judged.closed) await changeNotice(db, id, { closedAt: now });
  const ended = new Set(judged.ended.map(({ id }) => id));
  const closed = new Set(judged.closed.map(({ id }) => id));
  const facts = new Map(judged.standing.map((one) => [one.notice.id, one.facts]));
  const kept = open
    .filter(({ id }) => !closed.has(id))
    .map((notice) => ({
      ...notice,
      facts: facts.get(notice.id) ?? notice.facts,
      endedAt: facts.has(notice.id) ? null : ended.has(notice.id) ? now : notice.endedAt,
    }));
  return [...kept, ...begun];
}

/** A plan that is held since its rows were looked at may be decided on as by default. */
const withDeciders = (seen: Seen): Seen => ({
  ...seen,
  deciders: new Map(seen.held.map(({ id }) => [id, seen.deciders.get(id) ?? rolesFor("run:approve")])),
});

/** Puts what is to be told of the notices on its way, and closes those that are over. Answers how many messages are new. */
async function tell(
  db: Scoped,
  { notices, seen, audience }: { notices: readonly Notice[]; seen: Seen; audience: Audience },
): Promise<number> {
  const told = await toldOf(db, keysOf(notices));
  const over = notices.filter((notice) => phaseOf(notice, audience.now) === "over");
  const runs = over.filter(({ condition }) => condition === "held").map(({ about }) => about);
  const decided = new Map((await decidedRuns(db, runs)).map((run) => [run.id, run]));
  const concernsOf = ({ subjectType, subjectId }: Notice): readonly string[] =>
    subjectType === "registry"
      ? [subjectId]
      : seen.registries.flatMap(({ id, connectionIds }) => (connectionIds.includes(subjectId) ? [id] : []));
  const deliveries = notices.flatMap((notice) => {
    const run = decided.get(notice.about);
    const outcome = run ? (run.decision ?? "superseded") : null;
    return tellingsOf(notice, audience, { told, concernsOf, outcome });
  });
  const added = await insertDeliveries(db, audience.place.id, deliveries, audience.now);
  for (const { id } of over) await changeNotice(db, id, { closedAt: audience.now });
  return added;
}

async function tellDigests(db: Scoped, seen: Seen, audience: Audience): Promise<number> {
  let added = 0;
  for (const { channel, deliveries, nextAt } of digestsDue(seen, audience)) {
    added += await insertDeliveries(db, audience.place.id, deliveries, audience.now);
    await changeChannel(db, channel.id, { nextDigestAt: nextAt });
  }
  return added;
}
