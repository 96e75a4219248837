import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import type { Written } from "../connector";
import { NO_DEADLINE, readAll } from "../contract-session.test-kit";
import { type SandboxPlace, sandboxPlace } from "./sandbox-place.test-kit";

let place: SandboxPlace;

beforeEach(async () => {
  place = await sandboxPlace({
    fields: [
      { id: "code", name: "Code", type: "text" },
      { id: "day", name: "Day", type: "date" },
      { id: "at", name: "At", type: "datetime" },
      { id: "clock", name: "Clock", type: "local-datetime" },
    ],
    key: ["code"],
  });
  await place.insert([{ code: "a" }]);
});
afterEach(() => place.dispose());

/** What a person enters, as the API takes it. */
const entered = async (property: string, date: object) =>
  void (await place.sandbox.raw("PATCH", `/v1/pages/${place.pageIds()[0]}`, {
    properties: { [property]: { date } },
  }));
const held = async (property: string) => {
  const { body } = await place.sandbox.raw("GET", `/v1/pages/${place.pageIds()[0]}`);
  return (body.properties as Record<string, { date: unknown }>)[property]?.date;
};
const writes = () => Number((place.sandbox.control("counts") as { writes: number }).writes);
async function updated(cells: Cells): Promise<Written | undefined> {
  const locator = place.pageIds()[0] ?? "";
  const update = { op: "update", id: "u", locator, cells, expect: { code: "a" } } as const;
  return (await place.open(place.config).write([update], NO_DEADLINE)).written[0];
}

describe("a date with an end", () => {
  it.each([
    ["Day", "day", { start: "2026-03-01", end: "2026-03-05" }, "2026-03-01"],
    ["At", "at", { start: "2026-03-01T09:00:00Z", end: "2026-03-01T10:00:00Z" }, "2026-03-01T09:00:00Z"],
    ["Clock", "clock", { start: "2026-03-01T09:00:00", end: "2026-03-01T10:00:00" }, "2026-03-01T09:00:00"],
  ])(
    "is unreadable and not written over, not by an equal start either: %s",
    async (name, field, range, start) => {
      await entered(name, range);
      const before = await held(name);
      const { records } = await readAll(place.open(place.config));
      expect(records[0]?.unknown).toEqual({ [field]: expect.stringContaining("has an end") });
      const count = writes();
      for (const value of [start, null]) {
        expect(await updated({ [field]: value })).toMatchObject({
          outcome: "refused",
          reason: "unreadable",
          field,
          message: expect.stringContaining("has an end"),
        });
      }
      expect(writes()).toBe(count);
      expect(await held(name)).toEqual(before);
    },
  );
});

describe("the offset that a person sees", () => {
  it("stays where the instant, or the clock, is written as it is", async () => {
    const tokyo = { start: "2026-03-01T09:00:00", time_zone: "Asia/Tokyo" };
    await entered("At", tokyo);
    await entered("Clock", tokyo);
    const count = writes();
    const cells = { at: "2026-03-01T00:00:00Z", clock: "2026-03-01T09:00:00" };
    expect(await updated(cells)).toMatchObject({ outcome: "done", record: { cells } });
    expect(writes()).toBe(count);
    for (const name of ["At", "Clock"])
      expect(await held(name)).toMatchObject({ start: "2026-03-01T09:00:00.000+09:00" });
  });
});
