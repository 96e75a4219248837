import { counted, formatCount } from "@/lib/format/count";
import { exactTime } from "@/lib/format/moment";
import { cleanedName } from "@/lib/shown-name";
import type { NoticeMessage } from "./notice-message";

/** What a message says to people, whichever way it comes. */
export interface NoticeText {
  readonly subject: string;
  readonly sentences: readonly string[];
  /** What there is to do where the message leads. */
  readonly action: string;
}

type Data = NoticeMessage["data"];

const registryOf = ({ registry }: Data): string => cleanedName(registry?.name) ?? "A registry";
const connectionOf = ({ connection }: Data): string => cleanedName(connection?.name) ?? "A connection";

/** One line; what systems say of themselves may have more. */
const reasonIn = ({ reason }: Data): string[] => (reason ? [reason.replace(/\s+/g, " ").slice(0, 500)] : []);

const TEXTS: Readonly<Record<string, (data: Data) => NoticeText>> = {
  "registry.held": held,
  "registry.held.ended": heldEnded,
  "registry.stopped": (data) => ({
    subject: `${registryOf(data)} is stopped for safety`,
    sentences: [
      `A safety rule ended the last run of ${registryOf(data)} before it could do harm. Nothing was lost.`,
      ...reasonIn(data),
    ],
    action: "See the cause",
  }),
  "registry.reconnect-needed": (data) => ({
    subject: `${registryOf(data)} needs a reconnect`,
    sentences: [
      `One of the systems of ${registryOf(data)} refuses us. Nothing is lost; it goes on once that is mended.`,
      ...reasonIn(data),
    ],
    action: "See the registry",
  }),
  "registry.over-limit": (data) => ({
    subject: `${registryOf(data)} is over the plan's limit`,
    sentences: [
      `${registryOf(data)} is paused, because there are more rows than the plan holds. All rows are kept; it goes on by itself once there is room.`,
    ],
    action: "See the registry",
  }),
  "registry.failing": (data) => ({
    subject: `Runs of ${registryOf(data)} fail`,
    sentences: [
      `${counted(data.failures ?? 1, "run")} of ${registryOf(data)} failed one after the other. It is tried again by itself.`,
      ...reasonIn(data),
    ],
    action: "See the cause",
  }),
  "registry.issues": (data) => ({
    subject: `${registryOf(data)} is up to date, with issues`,
    sentences: [
      `In ${registryOf(data)}, ${waiting(data)} wait for somebody. All other rows are equal on all sides.`,
    ],
    action: "See them by cause",
  }),
  "registry.drift": (data) => ({
    subject: `Drift was found in ${registryOf(data)}`,
    sentences: [
      `A full compare found ${formatCount(data.equal ?? 0)} of ${formatCount(data.rows ?? 0)} rows of ${registryOf(data)} equal on all sides${data.extra ? `, and ${counted(data.extra, "record")} that belong to no row` : ""}.`,
    ],
    action: "See the certificate",
  }),
  "connection.lost": (data) => ({
    subject: `${connectionOf(data)} refuses us`,
    sentences: [
      `The connection ${connectionOf(data)} cannot be used any more. ${waitingRegistries(data)}`,
      ...reasonIn(data),
    ],
    action: "Mend the connection",
  }),
  "connection.lost.ended": (data) => ({
    subject: `${connectionOf(data)} works again`,
    sentences: [`The connection ${connectionOf(data)} is accepted again, and what waited for it goes on.`],
    action: "See the connections",
  }),
  digest,
  test: () => ({
    subject: "A test from ChittySync",
    sentences: ["This is a test. Whoever reads it is told here of what needs somebody."],
    action: "See the notifications",
  }),
};

/** The message in words. */
export function noticeText({ type, data }: NoticeMessage): NoticeText {
  return (TEXTS[type] ?? mended)(data);
}

/** The end of whatever has no words of its own for it. */
const mended = (data: Data): NoticeText => ({
  subject: `${registryOf(data)} is mended`,
  sentences: [
    `What we told you of ${registryOf(data)}${data.since ? ` on ${exactTime(data.since)}` : ""} is over, and has been for some minutes.`,
  ],
  action: "See the registry",
});

function held(data: Data): NoticeText {
  const brakes = (data.brakes ?? []).map(({ title, message }) => `${title}: ${message}`);
  const who = data.deciders?.length ? `Somebody with the role ${listed(data.deciders, "or")} decides. ` : "";
  const until = data.expiresAt
    ? ` On ${exactTime(data.expiresAt)} this plan ends and a new one is made.`
    : "";
  return {
    subject: `${registryOf(data)} is held for approval`,
    sentences: [
      `A run of ${registryOf(data)} waits for a person before it writes.`,
      ...brakes,
      `${who}Until then nothing is written and nothing is lost.${until}`,
    ],
    action: "See the plan and decide",
  };
}

const OUTCOMES: Readonly<Record<string, string>> = {
  approved: "was approved",
  rejected: "was rejected",
  expired: "ended without a decision",
  superseded: "gave way to a newer one",
};

function heldEnded(data: Data): NoticeText {
  const became = OUTCOMES[data.outcome ?? ""] ?? "waits no more";
  return {
    subject: `${registryOf(data)} is held no more: the plan ${became}`,
    sentences: [`The plan of ${registryOf(data)} that waited for a decision ${became}.`],
    action: "See the run",
  };
}

function digest(data: Data): NoticeText {
  const lines = (data.registries ?? []).map(
    (one) => `${cleanedName(one.name) ?? "A registry"}: ${waiting(one)}.`,
  );
  return {
    subject: `${waiting(data)} wait for somebody`,
    sentences: ["This waits for somebody today:", ...lines],
    action: "See what needs attention",
  };
}

function waiting({
  held: plans = 0,
  conflicts = 0,
  issues = 0,
}: Pick<Data, "held" | "conflicts" | "issues">): string {
  const parts = [
    ...(plans > 0 ? [counted(plans, "held plan")] : []),
    ...(conflicts > 0 ? [counted(conflicts, "conflict")] : []),
    ...(issues > 0 ? [counted(issues, "record with an issue", "records with an issue")] : []),
  ];
  return listed(parts, "and");
}

function waitingRegistries({ registries = [] }: Data): string {
  const names = registries.map(({ name }) => cleanedName(name) ?? "a registry");
  return names.length === 0
    ? "No registry uses it."
    : `Until it is mended, ${listed(names, "and")} wait; nothing is lost.`;
}

function listed(words: readonly string[], last: "and" | "or"): string {
  const head = words.slice(0, -1);
  return head.length === 0 ? (words[0] ?? "") : `${head.join(", ")} ${last} ${words.at(-1)}`;
}
