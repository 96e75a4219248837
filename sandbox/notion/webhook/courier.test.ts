import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Harness, makeTable, startHarness } from "../testing/harness";
import { type Receiver, startReceiver, subscribe } from "../testing/receiver";

let harness: Harness;
let receiver: Receiver;
let dataSourceId: string;
beforeEach(async () => {
  harness = await startHarness({ webhookShuffled: false });
  receiver = await startReceiver();
  dataSourceId = makeTable(harness, { Name: "title" }).dataSourceId;
});
afterEach(async () => {
  await receiver.stop();
  await harness.stop();
});

const flush = (more: Record<string, unknown> = {}) => harness.control("flush-webhooks", more);
const row = () => harness.control("create-row", { dataSourceId, values: {} });
const limits = (more: Record<string, unknown>) => harness.control("set-limits", more);
const hmac = (raw: string, key: string) => `sha256=${createHmac("sha256", key).update(raw).digest("hex")}`;

describe("delivery", () => {
  it("tries eight times, waits longer each time, and gives up after a day", async () => {
    await subscribe(harness, receiver, { events: ["page.created"] });
    receiver.status = 500;
    row();
    harness.clock.advance(30_000);
    await flush();
    const seen: number[] = [];
    for (let waited = 0; waited < 30 * 3600; waited += 60) {
      if (receiver.received.length > seen.length) seen.push(waited);
      harness.clock.advance(60_000);
      await flush();
    }
    const numbers = receiver.received.map(({ body }) => body.attempt_number);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(1);
    expect((seen.at(-1) ?? 0) / 3600).toBeCloseTo(24.3, 0);
    expect(await flush()).toMatchObject({ failed: 8, givenUp: 1, waiting: 0, delivered: 0 });
  });

  it("ends its attempts with the first that is taken", async () => {
    await subscribe(harness, receiver, { events: ["page.created"] });
    receiver.status = 503;
    row();
    await flush({ all: true });
    receiver.status = 204;
    harness.clock.advance(16_000);
    await flush();
    expect(await flush({ all: true })).toMatchObject({ delivered: 1, failed: 1, waiting: 0 });
  });

  it("is lost, doubled, delayed, mixed up and forged as often as asked, alike for one seed", async () => {
    const { verificationToken } = await subscribe(harness, receiver, { events: ["page.created"] });
    limits({ webhookLossRate: 1 });
    row();
    expect(await flush({ all: true })).toMatchObject({ lost: 1, delivered: 0 });
    limits({ webhookLossRate: 0, webhookDuplicateRate: 1 });
    row();
    await flush({ all: true });
    expect(receiver.received.map(({ body }) => body.attempt_number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(1);
    receiver.received.length = 0;
    limits({ webhookDuplicateRate: 0, webhookForgedRate: 1 });
    row();
    await flush({ all: true });
    const genuine = receiver.received.map(({ raw, signature }) => signature === hmac(raw, verificationToken));
    expect(genuine.sort()).toEqual([false, true]);
    receiver.received.length = 0;
    limits({ webhookForgedRate: 0, webhookDelayMs: 300_000, webhookWindowMs: 0 });
    for (let at = 0; at < 10; at++) row();
    await flush();
    expect(receiver.received.length).toBeLessThan(10);
    harness.clock.advance(300_000);
    await flush();
    expect(receiver.received).toHaveLength(10);
  });

  it("mixes up what is due together, the same way for the same seed", async () => {
    const orders: unknown[] = [];
    for (const seed of [5, 5, 6]) {
      const mixed = await startHarness({ seed });
      const into = makeTable(mixed, { Name: "title" }).dataSourceId;
      await subscribe(mixed, receiver, { events: ["page.created"] });
      const made: unknown[] = [];
      for (let at = 0; at < 12; at++)
        made.push(mixed.control("create-row", { dataSourceId: into, values: {} }).pageId);
      await mixed.control("flush-webhooks", { all: true });
      const entities = receiver.received.map(({ body }) => (body.entity as { id: string }).id);
      orders.push(entities.map((id) => made.indexOf(id)));
      expect([...entities].sort()).toEqual([...(made as string[])].sort());
      expect(entities).not.toEqual(made);
      await mixed.stop();
    }
    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]).not.toEqual(orders[2]);
  });

  it("happens by itself once the sandbox's clock is there", async () => {
    await subscribe(harness, receiver, { events: ["page.created"] });
    row();
    harness.clock.advance(30_000);
    await expect.poll(() => receiver.received.length, { timeout: 5_000 }).toBe(1);
  });
});
