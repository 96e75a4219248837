import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Harness, makeTable, startHarness } from "./testing/harness";
import { type Receiver, startReceiver, subscribe } from "./testing/receiver";

let harness: Harness;
let receiver: Receiver;
let dataSourceId: string;
beforeEach(async () => {
  harness = await startHarness({ webhookShuffled: false });
  receiver = await startReceiver();
  dataSourceId = makeTable(harness, { Name: "title", Price: "number" }).dataSourceId;
});
afterEach(async () => {
  await receiver.stop();
  await harness.stop();
});

const flush = (more: Record<string, unknown> = {}) => harness.control("flush-webhooks", more);
const row = () => String(harness.control("create-row", { dataSourceId, values: {} }).pageId);
const edit = (pageId: string, value: number) =>
  harness.control("edit-cell", { pageId, property: "Price", value });
const heard = () => receiver.received.map(({ body }) => body.type);
const hmac = (raw: string, key: string) => `sha256=${createHmac("sha256", key).update(raw).digest("hex")}`;

describe("a subscription", () => {
  it("is proven by the token that was sent to its address, and silent until then", async () => {
    const made = await harness.control("make-subscription", { token: harness.token, url: receiver.url });
    expect(made.answered).toBe(200);
    const [handshake] = receiver.received;
    expect(Object.keys(handshake?.body ?? {})).toEqual(["verification_token"]);
    expect(handshake?.body.verification_token).toMatch(/^secret_/);
    expect(handshake?.signature).toBeUndefined();
    row();
    await flush({ all: true });
    expect(receiver.received).toHaveLength(1);
    const { subscriptionId } = made;
    expect(() =>
      harness.control("confirm-subscription", { subscriptionId, verificationToken: "secret_no" }),
    ).toThrow(/not the one/);
    const verificationToken = handshake?.body.verification_token;
    harness.control("confirm-subscription", { subscriptionId, verificationToken });
    row();
    await flush({ all: true });
    expect(heard().slice(1)).toEqual(["page.created", "data_source.content_updated"]);
    expect(JSON.stringify(harness.control("list-subscriptions"))).not.toContain(String(verificationToken));
  });

  it("may have its first message signed", async () => {
    harness.control("set-limits", { webhookHandshakeSigned: true });
    await harness.control("make-subscription", { token: harness.token, url: receiver.url });
    const [first] = receiver.received;
    expect(first?.signature).toBe(hmac(first?.raw ?? "", String(first?.body.verification_token)));
  });

  it("reaches this machine alone", async () => {
    for (const url of [
      "https://example.com/hook",
      "http://169.254.169.254/",
      "http://localhost.example.com/",
      "http://user:password@127.0.0.1/",
      "file:///etc/passwd",
      "nonsense",
    ])
      await expect(harness.control("make-subscription", { token: harness.token, url })).rejects.toThrow(
        /this machine alone/,
      );
  });

  it("hears chosen events only, nothing while it is paused, and nothing once it is deleted", async () => {
    const { subscriptionId } = await subscribe(harness, receiver, { events: ["page.created"] });
    const pageId = row();
    await flush({ all: true });
    expect(heard()).toEqual(["page.created"]);
    harness.control("change-subscription", { subscriptionId, events: ["page.properties_updated"] });
    harness.control("pause-subscription", { subscriptionId });
    edit(pageId, 1);
    await flush({ all: true });
    harness.control("resume-subscription", { subscriptionId });
    edit(pageId, 2);
    await flush({ all: true });
    expect(heard()).toEqual(["page.created", "page.properties_updated"]);
    edit(pageId, 3);
    harness.control("delete-subscription", { subscriptionId });
    await flush({ all: true });
    expect(receiver.received).toHaveLength(2);
    expect(() => harness.control("pause-subscription", { subscriptionId })).toThrow(/no subscription/);
  });

  it("outlives the process", async () => {
    await subscribe(harness, receiver);
    const second = await startHarness({}, harness.store);
    expect(second.control("list-subscriptions")).toMatchObject([{ url: receiver.url, status: "active" }]);
    await second.stop();
  });
});
