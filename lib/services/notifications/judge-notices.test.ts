import { describe, expect, test } from "vitest";
import {
  type Absence,
  type Condition,
  isAddressMuted,
  isWanted,
  judgeNotices,
  type Mute,
  type Notice,
  phaseOf,
  type Trouble,
  type Wishes,
  wantedRegistries,
} from "./judge-notices";

const NOW = new Date("2026-11-29T10:00:00.000Z");
const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

const trouble = (condition: Condition, change: Partial<Trouble> = {}): Trouble => ({
  subjectType: "registry",
  subjectId: "r1",
  condition,
  about: "",
  facts: {},
  ...change,
});

const notice = (condition: Condition, change: Partial<Notice> = {}): Notice => ({
  ...trouble(condition),
  id: `n-${condition}`,
  since: ago(60),
  endedAt: null,
  ...change,
});

const ids = (notices: readonly Notice[]): string[] => notices.map(({ id }) => id);

interface Case {
  readonly name: string;
  readonly open: readonly Notice[];
  readonly seen: readonly Trouble[];
  readonly absence?: Absence;
  readonly begun?: readonly Condition[];
  readonly standing?: readonly string[];
  readonly ended?: readonly string[];
  readonly closed?: readonly string[];
}

const CASES: readonly Case[] = [
  { name: "nothing is nothing", open: [], seen: [] },
  { name: "what is new begins", open: [], seen: [trouble("stopped")], begun: ["stopped"] },
  {
    name: "what stands does not begin again, whichever run left it",
    open: [notice("stopped")],
    seen: [trouble("stopped", { facts: { run: "another" } })],
    standing: ["n-stopped"],
  },
  {
    name: "another plan is another notice",
    open: [notice("held", { about: "run1" })],
    seen: [trouble("held", { about: "run2" })],
    absence: "over",
    begun: ["held"],
    ended: ["n-held"],
  },
  {
    name: "the same trouble elsewhere is another",
    open: [notice("stopped")],
    seen: [trouble("stopped"), trouble("stopped", { subjectId: "r2" })],
    begun: ["stopped"],
    standing: ["n-stopped"],
  },
  { name: "what is over ends", open: [notice("stopped")], seen: [], absence: "over", ended: ["n-stopped"] },
  {
    name: "it ends once",
    open: [notice("stopped", { endedAt: ago(1) })],
    seen: [],
    absence: "over",
  },
  { name: "a run under way ends nothing", open: [notice("stopped")], seen: [], absence: "unknown" },
  {
    name: "what comes back before its end was told stands as before",
    open: [notice("stopped", { endedAt: ago(1) })],
    seen: [trouble("stopped")],
    standing: ["n-stopped"],
  },
  {
    name: "another trouble in its place is no recovery",
    open: [notice("failing")],
    seen: [trouble("stopped")],
    absence: "over",
    begun: ["stopped"],
    closed: ["n-failing"],
  },
  {
    name: "drift found beside it takes nothing's place",
    open: [notice("stopped")],
    seen: [trouble("drift")],
    absence: "unknown",
    begun: ["drift"],
  },
  {
    name: "of what is deleted nothing is told",
    open: [notice("lost")],
    seen: [],
    absence: "gone",
    closed: ["n-lost"],
  },
];

test.each(CASES)(
  "$name",
  ({ open, seen, absence = "unknown", begun = [], standing = [], ended = [], closed = [] }) => {
    const judged = judgeNotices(open, seen, () => absence);
    expect(judged.begun.map(({ condition }) => condition)).toEqual(begun);
    expect(judged.standing.map((one) => one.notice.id)).toEqual(standing);
    expect(ids(judged.ended)).toEqual(ended);
    expect(ids(judged.closed)).toEqual(closed);
  },
);

describe("damping", () => {
  test.each<[Condition, number, number | null, "quiet" | "begun" | "over"]>([
    ["held", 0, null, "begun"],
    ["held", 3, 0, "over"],
    ["stopped", 0, null, "begun"],
    ["stopped", 9, 4, "quiet"],
    ["stopped", 9, 5, "over"],
    ["lost", 1, null, "quiet"],
    ["lost", 2, null, "begun"],
    ["issues", 4, null, "quiet"],
    ["issues", 5, null, "begun"],
    ["failing", 4, null, "quiet"],
    ["failing", 90, 1, "quiet"],
    ["drift", 0, null, "begun"],
  ])("%s, seen %i minutes ago and ended %s minutes ago: %s", (condition, since, ended, phase) => {
    const endedAt = ended === null ? null : ago(ended);
    expect(phaseOf({ condition, since: ago(since), endedAt }, NOW)).toBe(phase);
  });
});

const channel = (change: Partial<Wishes> = {}): Wishes => ({
  ...{ id: "c1", level: "warning", registries: [], issuesOver: 0, mutedUntil: null },
  ...change,
});
const mute = (change: Partial<Mute>): Mute => ({
  ...{ channelId: null, registryId: null, recipient: null, until: null },
  ...change,
});

describe("who wants it", () => {
  const told = (condition: Condition, concerns: readonly string[] = ["r1"], open: number | null = null) => ({
    ...{ condition, concerns, open },
  });
  test.each<[string, ReturnType<typeof told>, Wishes, readonly Mute[], boolean]>([
    ["all registries", told("stopped"), channel(), [], true],
    ["one of those listened to", told("stopped"), channel({ registries: ["r1"] }), [], true],
    ["none of those listened to", told("stopped"), channel({ registries: ["r2"] }), [], false],
    ["a warning where only critical is wanted", told("drift"), channel({ level: "critical" }), [], false],
    ["a held plan where only critical is wanted", told("held"), channel({ level: "critical" }), [], true],
    ["as many issues as pass", told("issues", ["r1"], 10), channel({ issuesOver: 10 }), [], false],
    ["one more", told("issues", ["r1"], 11), channel({ issuesOver: 10 }), [], true],
    ["a muted channel", told("stopped"), channel({ mutedUntil: ago(-1) }), [], false],
    ["a channel muted until now", told("stopped"), channel({ mutedUntil: NOW }), [], true],
    ["a muted registry", told("stopped"), channel(), [mute({ registryId: "r1", until: ago(-1) })], false],
    ["one muted until now", told("stopped"), channel(), [mute({ registryId: "r1", until: NOW })], true],
    ["one muted elsewhere", told("stopped"), channel(), [mute({ registryId: "r1", channelId: "c2" })], true],
    [
      "one muted by an address",
      told("stopped"),
      channel(),
      [mute({ registryId: "r1", recipient: "a" })],
      true,
    ],
    [
      "a connection of a muted and another",
      told("lost", ["r1", "r2"]),
      channel(),
      [mute({ registryId: "r1" })],
      true,
    ],
    ["an unused connection", told("lost", []), channel(), [], true],
    ["an unused one, to who listens to some", told("lost", []), channel({ registries: ["r1"] }), [], false],
  ])("%s", (_name, what, by, mutes, expected) => {
    expect(isWanted(what, by, { mutes, now: NOW })).toBe(expected);
  });

  test("of several registries, those that are told", () => {
    const mutes = [mute({ registryId: "r2", until: ago(-5) })];
    expect(
      wantedRegistries(["r1", "r2", "r3"], channel({ registries: ["r1", "r2"] }), { mutes, now: NOW }),
    ).toEqual(["r1"]);
  });

  test.each<[string, readonly string[], Partial<Mute>, boolean]>([
    ["all of the channel", ["r1"], {}, true],
    ["all of the channel, about nothing", [], {}, true],
    ["the registry", ["r1"], { registryId: "r1" }, true],
    ["one of two", ["r1", "r2"], { registryId: "r1" }, false],
    ["another channel's", ["r1"], { channelId: "c2" }, false],
    ["another address", ["r1"], { recipient: "b" }, false],
    ["over", ["r1"], { until: NOW }, false],
  ])("an address that muted %s", (_name, concerns, change, expected) => {
    const mutes = [mute({ channelId: "c1", recipient: "a", ...change })];
    const asked = { channelId: "c1", recipient: "a", concerns };
    expect(isAddressMuted(asked, { mutes, now: NOW })).toBe(expected);
  });
});
