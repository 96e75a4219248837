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

  it("is one for the other side of a dual relation, and none for cells converted with their column", async () => {
    const properties = {
      Name: "title",
      Rel: { relation: { data_source_id: table.dataSourceId, dual_property: {} } },
    };
    const from = makeTable(harness, properties, "From").dataSourceId;
    const pageId = row();
    edit(pageId, 5);
    const other = String(harness.control("create-row", { dataSourceId: from, values: {} }).pageId);
    await subscribe(harness, receiver);
    harness.control("edit-cell", { pageId: other, property: "Rel", value: [pageId] });
    await flush({ all: true });
    expect(heard()).toEqual(["page.properties_updated", "page.properties_updated"]);
    receiver.received.length = 0;
    const { dataSourceId } = table;
    harness.control("change-property-type", { dataSourceId, property: "Price", type: "rich_text" });
    await flush({ all: true });
    expect(heard()).toEqual(["data_source.schema_updated"]);
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
