import { describe, expect, it } from "vitest";
import { parseEvents } from "./event-intake";
import { LIMITS } from "./limits";

const NOW = 1_700_000_000_000;

describe("parseEvents", () => {
  it("fills in what the sender left out", () => {
    const parsed = parseEvents({ name: "a", data: null }, undefined, NOW);
    const event = parsed.ok ? parsed.events[0] : undefined;
    expect(event?.payload).toEqual({ data: {}, id: event?.id, name: "a", ts: NOW, user: {} });
  });
  it("keeps what the sender gave, and only what an event has", () => {
    const given = { name: "a", data: { x: 1 }, id: "mine", ts: 5, user: { u: 1 }, v: "2", extra: true };
    const parsed = parseEvents([given], undefined, NOW);
    const { extra: _extra, ...kept } = given;
    expect(parsed.ok && parsed.events[0]?.payload).toEqual(kept);
    expect(parsed.ok && parsed.events[0]?.id).not.toBe("mine");
  });
  it("measures an event by itself, in bytes", () => {
    const half = { name: "a", data: { x: "x".repeat(LIMITS.eventBytes / 2) } };
    expect(parseEvents([half, half, half], undefined, NOW).ok).toBe(true);
    const wide = { name: "a", data: { x: "é".repeat(LIMITS.eventBytes / 2) } };
    expect(parseEvents(wide, undefined, NOW).ok).toBe(false);
  });
  it.each([
    null,
    1,
    "x",
    {},
    { name: "" },
    { name: "a", data: [] },
    { name: "a", ts: "now" },
    { name: "Inngest/x" },
  ])("refuses %j", (body) => expect(parseEvents(body, undefined, NOW).ok).toBe(false));
});
