/** The parts of a draft by name; a part that is changed is given whole. */
type Parts = object;

/** A draft as the server has it. */
export interface Stored<B extends Parts> {
  readonly revision: number;
  readonly body: B;
}

/**
 * What a person has changed here and how much of it the server has.
 * - waiting: changed since the last sending. sent: on its way.
 * - newer: somebody else, or another tab, changed the draft meanwhile; nothing is sent before a person has chosen.
 * - problem: why it was refused; what was sent waits again.
 */
export interface Saving<B extends Parts> {
  readonly stored: Stored<B>;
  readonly waiting: Partial<B>;
  readonly sent: Partial<B> | null;
  readonly newer: Stored<B> | null;
  readonly problem: { readonly message: string; readonly remedy: string | null } | null;
}

export const savedAs = <B extends Parts>(stored: Stored<B>): Saving<B> => ({
  stored,
  waiting: {},
  sent: null,
  newer: null,
  problem: null,
});

/** The draft as the screen shows it: what the server has, and what it will have. */
export const shownBody = <B extends Parts>({ stored, sent, waiting }: Saving<B>): B => ({
  ...stored.body,
  ...sent,
  ...waiting,
});

const isEmpty = (parts: object): boolean => Object.keys(parts).length === 0;

export type SavedWord = "saved" | "waiting" | "saving" | "refused" | "newer";

export function savedWord<B extends Parts>({ sent, waiting, newer, problem }: Saving<B>): SavedWord {
  if (newer) return "newer";
  if (problem) return "refused";
  if (sent) return "saving";
  return isEmpty(waiting) ? "saved" : "waiting";
}

/** A new change is tried again even where the last one was refused: it may be what mends it. */
export const changed = <B extends Parts>(saving: Saving<B>, parts: Partial<B>): Saving<B> => ({
  ...saving,
  waiting: { ...saving.waiting, ...parts },
  problem: null,
});

/** What is to be sent now; null where nothing is, one is on its way, or a person is asked. */
export function nextToSend<B extends Parts>(saving: Saving<B>): Partial<B> | null {
  return savedWord(saving) === "waiting" ? saving.waiting : null;
}

export const sending = <B extends Parts>(saving: Saving<B>): Saving<B> => ({
  ...saving,
  sent: saving.waiting,
  waiting: {},
});

export const accepted = <B extends Parts>(saving: Saving<B>, stored: Stored<B>): Saving<B> => ({
  ...saving,
  stored,
  sent: null,
});

export const refused = <B extends Parts>(
  saving: Saving<B>,
  problem: NonNullable<Saving<B>["problem"]>,
): Saving<B> => ({ ...saving, sent: null, waiting: { ...saving.sent, ...saving.waiting }, problem });

/** Somebody else changed the draft meanwhile. Where it was another part of it, both changes stand, and nobody is asked. */
export function overtaken<B extends Parts>(saving: Saving<B>, newer: Stored<B>): Saving<B> {
  const asked = { ...saving, sent: null, waiting: { ...saving.sent, ...saving.waiting }, newer };
  return partsAtOdds(asked).length === 0 ? keptOwn(asked) : asked;
}

/** The parts that were changed both here and there, to different ends. */
export function partsAtOdds<B extends Parts>({ stored, waiting, newer }: Saving<B>): (keyof B & string)[] {
  if (newer === null) return [];
  const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  return (Object.keys(waiting) as (keyof B & string)[]).filter(
    (part) => !isSame(newer.body[part], stored.body[part]) && !isSame(newer.body[part], waiting[part]),
  );
}

/** Goes on from the newer draft, with what was changed here on top of it. */
export const keptOwn = <B extends Parts>(saving: Saving<B>): Saving<B> =>
  saving.newer === null ? saving : { ...saving, stored: saving.newer, newer: null };

/** Goes on from the newer draft as it is. */
export const tookNewer = <B extends Parts>(saving: Saving<B>): Saving<B> =>
  saving.newer === null ? saving : savedAs(saving.newer);

/** The server's draft came by another way, such as a page that was asked for anew; an older one changes nothing. */
export const arrived = <B extends Parts>(saving: Saving<B>, stored: Stored<B>): Saving<B> =>
  stored.revision <= saving.stored.revision || saving.sent !== null ? saving : overtaken(saving, stored);
