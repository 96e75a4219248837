import { expect, test } from "vitest";
import type { ChannelView } from "@/lib/services/notifications/channel-view";
import { channelState, targetOf, wishesOf } from "./channel-words";

const AT = "2026-11-29T10:00:00.000Z";
const channel = (change: Partial<ChannelView> = {}): ChannelView => ({
  ...{ id: "chn_1", kind: "webhook", name: "Desk", target: "https://a.example/hook", roles: [] },
  ...{ level: "warning", registries: [], issuesOver: 0, digest: false, timeZone: "UTC", mutedUntil: null },
  ...{ isConfirmed: true, failingSince: null, disabledAt: null, disabledReason: null, createdAt: AT },
  ...change,
});

test.each([
  [{}, "On"],
  [{ failingSince: AT }, "Nothing arrives"],
  [{ mutedUntil: "2026-11-29T10:00:01.000Z", failingSince: AT }, "Muted"],
  [{ mutedUntil: AT }, "On"],
  [{ isConfirmed: false }, "Waits for a yes"],
  [{ disabledAt: AT, failingSince: AT }, "Turned off"],
] as const)("%o is %s", (change, word) => {
  expect(channelState(channel(change), Date.parse(AT)).word).toBe(word);
});

test("a channel says whom it reaches and what it tells", () => {
  expect(targetOf(channel({ kind: "email", target: "", roles: ["owner", "billing"] }))).toBe(
    "Members who are owner, billing contact",
  );
  const names = new Map([["reg_1", "Cities"]]);
  expect(wishesOf(channel(), names)).toBe("What needs somebody · all registries");
  expect(
    wishesOf(
      channel({ level: "critical", digest: true, timeZone: "Europe/Berlin", registries: ["reg_1", "reg_2"] }),
      names,
    ),
  ).toBe("Only what stands still, a digest each morning (Europe/Berlin) · Cities, a deleted registry");
  expect(wishesOf(channel({ issuesOver: 10 }), names)).toContain("issues from 11 on");
});
