/*
 * What has to be told, decided from how things stand and what was seen before: pure, with the clock passed in. A trouble
 * is told once it has stood for a while, and its end only where the trouble was told and the end has stood too, so that
 * what comes and goes is told at most once.
 */

export type Condition =
  | "held"
  | "stopped"
  | "reconnect-needed"
  | "over-limit"
  | "failing"
  | "issues"
  | "drift"
  | "lost";

export type Level = "warning" | "critical";

const MINUTE_MS = 60_000;

interface Rule {
  /** Critical: it stands still until somebody acts. Warning: it goes on. */
  readonly level: Level;
  /** How long it stands before it is told. */
  readonly standsMs: number;
  /** How long its end stands before that is told. */
  readonly settlesMs: number;
}

export const RULES: Readonly<Record<Condition, Rule>> = {
  held: { level: "critical", standsMs: 0, settlesMs: 0 },
  stopped: { level: "critical", standsMs: 0, settlesMs: 5 * MINUTE_MS },
  "over-limit": { level: "critical", standsMs: 0, settlesMs: 5 * MINUTE_MS },
  // Some systems refuse for a moment in an outage.
  "reconnect-needed": { level: "critical", standsMs: 2 * MINUTE_MS, settlesMs: 5 * MINUTE_MS },
  lost: { level: "critical", standsMs: 2 * MINUTE_MS, settlesMs: 5 * MINUTE_MS },
  failing: { level: "warning", standsMs: 5 * MINUTE_MS, settlesMs: 5 * MINUTE_MS },
  issues: { level: "warning", standsMs: 5 * MINUTE_MS, settlesMs: 5 * MINUTE_MS },
  drift: { level: "warning", standsMs: 0, settlesMs: 0 },
};

/** Something that needs somebody, as it is seen now. */
export interface Trouble {
  readonly subjectType: "registry" | "connection";
  readonly subjectId: string;
  readonly condition: Condition;
  /** The run of a held plan, the check that found drift; "" = the condition tells it from others. */
  readonly about: string;
  /** JSON; no cell's value. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** One that was seen before and is not over with. */
export interface Notice extends Trouble {
  readonly id: string;
  readonly since: Date;
  readonly endedAt: Date | null;
}

/** What a subject says of a trouble that is not seen on it: it is over, or nothing is known, or it is gone itself. */
export type Absence = "over" | "unknown" | "gone";

export interface Judged {
  readonly begun: readonly Trouble[];
  /** Still there, with what is to be told of them now. */
  readonly standing: readonly { readonly notice: Notice; readonly facts: Trouble["facts"] }[];
  readonly ended: readonly Notice[];
  /** Nothing is told of these any more. */
  readonly closed: readonly Notice[];
}

const identityOf = ({ subjectId, condition, about }: Pick<Trouble, "subjectId" | "condition" | "about">) =>
  `${subjectId} ${condition} ${about}`;

/** Holds what is seen against what was seen before. */
export function judgeNotices(
  open: readonly Notice[],
  seen: readonly Trouble[],
  absenceOf: (notice: Notice) => Absence,
): Judged {
  const present = new Map(seen.map((trouble) => [identityOf(trouble), trouble]));
  const known = new Set(open.map(identityOf));
  const judged = { standing: [] as { notice: Notice; facts: Trouble["facts"] }[], ended: [] as Notice[] };
  const closed: Notice[] = [];
  for (const notice of open) {
    const trouble = present.get(identityOf(notice));
    if (trouble) judged.standing.push({ notice, facts: trouble.facts });
    else if (absenceOf(notice) === "gone" || isReplaced(notice, seen)) closed.push(notice);
    else if (absenceOf(notice) === "over" && notice.endedAt === null) judged.ended.push(notice);
  }
  return { begun: seen.filter((trouble) => !known.has(identityOf(trouble))), ...judged, closed };
}

/** States of a registry of which it has one at a time: another trouble in its place is no recovery. */
const STATES: ReadonlySet<Condition> = new Set([
  "stopped",
  "reconnect-needed",
  "over-limit",
  "failing",
  "issues",
]);

const isReplaced = (notice: Notice, seen: readonly Trouble[]): boolean =>
  STATES.has(notice.condition) &&
  seen.some(({ subjectId, condition }) => subjectId === notice.subjectId && STATES.has(condition));

/** Of one notice, what is to be told now. `quiet`: nothing yet; `over`: its end, and then nothing more. */
export function phaseOf(
  { condition, since, endedAt }: Pick<Notice, "condition" | "since" | "endedAt">,
  now: Date,
): "quiet" | "begun" | "over" {
  const { standsMs, settlesMs } = RULES[condition];
  if (endedAt !== null) return now.getTime() - endedAt.getTime() >= settlesMs ? "over" : "quiet";
  return now.getTime() - since.getTime() >= standsMs ? "begun" : "quiet";
}

/** What a channel asks to be told. */
export interface Wishes {
  readonly id: string;
  readonly level: Level;
  readonly registries: readonly string[];
  readonly issuesOver: number;
  readonly mutedUntil: Date | null;
}

/** A registry that nobody, or nobody on one channel, is told of. */
export interface Mute {
  readonly channelId: string | null;
  readonly registryId: string | null;
  readonly recipient: string | null;
  readonly until: Date | null;
}

/**
 * Whether the notice is told on the channel now. `concerns`: the registries that it is about; `open`: how many rows have
 * issues or conflicts, where it is about these.
 */
export function isWanted(
  told: { readonly condition: Condition; readonly concerns: readonly string[]; readonly open: number | null },
  channel: Wishes,
  { mutes, now }: { readonly mutes: readonly Mute[]; readonly now: Date },
): boolean {
  if (channel.mutedUntil !== null && channel.mutedUntil > now) return false;
  if (channel.level === "critical" && RULES[told.condition].level !== "critical") return false;
  if (told.open !== null && told.open <= channel.issuesOver) return false;
  const listened = wantedRegistries(told.concerns, channel, { mutes, now });
  // A connection that no registry uses concerns those who listen to all of them.
  return told.concerns.length === 0 ? channel.registries.length === 0 : listened.length > 0;
}

/** Of these registries, those that are told of on the channel now. */
export function wantedRegistries(
  registries: readonly string[],
  channel: Pick<Wishes, "id" | "registries">,
  { mutes, now }: { readonly mutes: readonly Mute[]; readonly now: Date },
): string[] {
  const isMuted = (registryId: string): boolean =>
    mutes.some(
      (mute) =>
        mute.recipient === null &&
        mute.registryId === registryId &&
        (mute.channelId === null || mute.channelId === channel.id) &&
        (mute.until === null || mute.until > now),
    );
  return registries.filter(
    (id) => (channel.registries.length === 0 || channel.registries.includes(id)) && !isMuted(id),
  );
}

/** Whether the address is not written to: of one of these registries alone, or of all on the channel. */
export const isAddressMuted = (
  { channelId, recipient, concerns }: { channelId: string; recipient: string; concerns: readonly string[] },
  { mutes, now }: { readonly mutes: readonly Mute[]; readonly now: Date },
): boolean => {
  const own = mutes.filter(
    (mute) =>
      mute.channelId === channelId &&
      mute.recipient === recipient &&
      (mute.until === null || mute.until > now),
  );
  if (own.some(({ registryId }) => registryId === null)) return true;
  return concerns.length > 0 && concerns.every((id) => own.some(({ registryId }) => registryId === id));
};
