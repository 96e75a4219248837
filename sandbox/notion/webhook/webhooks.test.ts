import { createHmac } from "node:crypto";
import { verifyWebhookSignature } from "@notionhq/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadContract } from "../testing/contract";
import { type Harness, makeTable, startHarness, text } from "../testing/harness";
import { type Receiver, startReceiver, subscribe } from "../testing/receiver";

let harness: Harness;
let receiver: Receiver;
let table: { databaseId: string; dataSourceId: string };
beforeEach(async () => {
  harness = await startHarness({ webhookShuffled: false });
  receiver = await startReceiver();
  table = makeTable(harness, { Name: "title", Price: "number", Formula: { formula: { expression: "1" } } });
});
afterEach(async () => {
  await receiver.stop();
  await harness.stop();
});

const flush = (more: Record<string, unknown> = {}) => harness.control("flush-webhooks", more);
const row = (name = "row") =>
  String(harness.control("create-row", { dataSourceId: table.dataSourceId, values: { Name: name } }).pageId);
const edit = (pageId: string, value: unknown, property = "Price") =>
  harness.control("edit-cell", { pageId, property, value });
const heard = () => receiver.received.map(({ body }) => body.type);

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

const hmac = (raw: string, key: string) => `sha256=${createHmac("sha256", key).update(raw).digest("hex")}`;

describe("an event", () => {
  it("is signed over its bytes, as the official client and a computation of our own say", async () => {
    const { verificationToken } = await subscribe(harness, receiver);
    row("Zürich ✓");
    await flush({ all: true });
    for (const { raw, signature } of receiver.received) {
      expect(signature).toBe(hmac(raw, verificationToken));
      expect(await verifyWebhookSignature({ body: raw, signature, verificationToken })).toBe(true);
      expect(await verifyWebhookSignature({ body: `${raw} `, signature, verificationToken })).toBe(false);
    }
    expect(receiver.received.length).toBeGreaterThan(0);
  });

  it("says what changed by encoded ids, who did it, and when to the millisecond", async () => {
    const { subscriptionId } = await subscribe(harness, receiver);
    const pageId = row();
    await flush({ all: true });
    receiver.received.length = 0;
    const source = await harness.notion.dataSources.retrieve({ data_source_id: table.dataSourceId });
    edit(pageId, 3);
    await harness.notion.pages.update({ page_id: pageId, properties: { Name: { title: text("new") } } });
    await flush({ all: true });
    expect(receiver.received).toHaveLength(1);
    const human = (harness.control("list-users") as unknown as { id: string; owner: boolean }[]).find(
      ({ owner }) => owner,
    );
    expect(receiver.received[0]?.body).toMatchObject({
      type: "page.properties_updated",
      subscription_id: subscriptionId,
      integration_id: harness.connectionId,
      attempt_number: 1,
      api_version: "2026-03-11",
      authors: [
        { id: human?.id, type: "person" },
        { id: harness.connectionId, type: "bot" },
      ],
      entity: { id: pageId, type: "page" },
      data: {
        parent: { id: table.databaseId, type: "database", data_source_id: table.dataSourceId },
        updated_properties: ["title", source.properties.Price?.id],
      },
    });
    expect(receiver.received[0]?.body.timestamp).toMatch(/T\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(receiver.received[0]?.body).not.toHaveProperty("accessible_by");
  });

  it("comes of the changes of a window together, and of none that were taken back", async () => {
    await subscribe(harness, receiver);
    const pageId = row();
    edit(pageId, 1);
    await flush();
    expect(heard()).toEqual([]);
    harness.clock.advance(30_000);
    await flush();
    expect(heard()).toEqual(["page.created", "data_source.content_updated"]);
    receiver.received.length = 0;
    edit(pageId, 2);
    edit(pageId, 1);
    harness.control("trash", { pageIds: [pageId] });
    harness.control("restore", { pageIds: [pageId] });
    harness.control("purge", { pageIds: [row("short-lived")] });
    await flush({ all: true });
    expect(heard()).toEqual([]);
  });

  it("tells of trash, restore and move, and of the table that rows came to or left", async () => {
    await subscribe(harness, receiver);
    const pageId = row();
    await flush({ all: true });
    receiver.received.length = 0;
    for (const command of ["trash", "restore"]) {
      harness.control(command, { pageIds: [pageId] });
      await flush({ all: true });
    }
    const other = makeTable(harness, { Name: "title" }, "Other");
    await harness.notion.pages.move({ page_id: pageId, parent: { data_source_id: other.dataSourceId } });
    await flush({ all: true });
    expect(heard()).toEqual([
      "page.deleted",
      "data_source.content_updated",
      "page.undeleted",
      "data_source.content_updated",
      "database.created",
      "page.moved",
      "data_source.content_updated",
    ]);
    expect(receiver.received[1]?.body.data).toMatchObject({ updated_blocks: [{ id: pageId, type: "page" }] });
  });

  it("tells of the schema, of locks at once, and of databases that go and come back", async () => {
    await subscribe(harness, receiver);
    const { dataSourceId, databaseId } = table;
    const pageId = row();
    await flush({ all: true });
    receiver.received.length = 0;
    await harness.notion.pages.update({ page_id: pageId, is_locked: true });
    await flush();
    expect(heard()).toEqual(["page.locked"]);
    harness.control("add-property", { dataSourceId, name: "Note", type: "rich_text" });
    harness.control("rename-property", { dataSourceId, property: "Price", name: "Cost" });
    await flush({ all: true });
    expect(receiver.received.at(-1)?.body).toMatchObject({
      type: "data_source.schema_updated",
      data: {
        updated_properties: [
          { name: "Cost", action: "updated" },
          { name: "Note", action: "created" },
        ],
      },
    });
    for (const in_trash of [true, false]) {
      await harness.notion.databases.update({ database_id: databaseId, in_trash });
      await flush({ all: true });
    }
    expect(heard().slice(-2)).toEqual(["database.deleted", "database.undeleted"]);
  });

  it("tells of a body that changed, and of no cell", async () => {
    const pageId = row();
    await subscribe(harness, receiver);
    harness.control("touch-body", { pageIds: [pageId] });
    await flush({ all: true });
    expect(heard()).toEqual(["page.content_updated"]);
    expect(receiver.received[0]?.body.data).toMatchObject({ updated_blocks: [{ type: "block" }] });
  });

  it("does not exist for computed cells and for what the connection may not see", async () => {
    await subscribe(harness, receiver);
    const pageId = row();
    await flush({ all: true });
    receiver.received.length = 0;
    edit(pageId, 7, "Formula");
    await flush({ all: true });
    harness.control("unshare", { dataSourceId: table.dataSourceId });
    edit(pageId, 8);
    harness.control("purge", { pageIds: [pageId] });
    await flush({ all: true });
    expect(heard()).toEqual([]);
  });
});

const contract = loadContract();

it.skipIf(contract === null)("every payload keeps the official document", async () => {
  await subscribe(harness, receiver);
  const { dataSourceId, databaseId } = table;
  const pageId = row();
  await flush({ all: true });
  edit(pageId, 1);
  harness.control("add-property", { dataSourceId, name: "Note", type: "rich_text" });
  await harness.notion.pages.update({ page_id: pageId, is_locked: true });
  await flush({ all: true });
  harness.control("trash", { pageIds: [pageId] });
  await harness.notion.databases.update({ database_id: databaseId, in_trash: true });
  await flush({ all: true });
  for (const { body } of receiver.received) {
    const name = String(body.type).replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(contract?.schema(`${name}WebhookPayload`, body), name).toEqual([]);
    expect(contract?.schema(`${name}WebhookPayload`, { ...body, authors: "x" }), name).not.toEqual([]);
  }
  expect(new Set(heard()).size).toBe(7);
});
