import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../clock";
import { Store } from "../store";
import { type Bench, bench } from "./testing/bench";

const HOUR = 3_600_000;
const MINUTE = 60_000;

let at: Bench;
let clock: Clock;
let token: string;
let receiver: Server;
let address: string;
let received: IncomingHttpHeaders[];
let answers: number[];

beforeEach(async () => {
  clock = new Clock();
  at = await bench({ clock });
  token = account("ada@example.com");
  received = [];
  answers = [];
  receiver = createServer((request, response) => {
    received.push(request.headers);
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  at.control("set-notifications", { hold: true });
});
afterEach(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await at.close();
});

function account(email: string, scopes = ["drive"]): string {
  return at.control<{ accessToken: string }>("create-account", { email, scopes }).accessToken;
}

const seeded = (owner = "ada@example.com") =>
  at.control<{ spreadsheetId: string }>("create-spreadsheet", { title: "X", owner }).spreadsheetId;

const edit = (spreadsheetId: string, value: string) =>
  at.control("edit-cell", { spreadsheetId, row: 0, column: 0, value });

const startToken = async () => (await at.drive(token).changes.getStartPageToken()).data.startPageToken ?? "";

const changes = async (pageToken: string, bearer = token) =>
  (await at.drive(bearer).changes.list({ pageToken })).data;

const deliver = () => at.control<Promise<{ number: number; status: number }[]>>("deliver");

const watchFile = async (fileId: string, more = {}) =>
  (
    await at.drive(token).files.watch({
      fileId,
      requestBody: { id: "c1", type: "web_hook", address, token: "secret", ...more },
    })
  ).data;

describe("changes.list", () => {
  it("tells edits together, three minutes after the first, and each file once", async () => {
    const fileId = seeded();
    const from = await startToken();
    edit(fileId, "a");
    clock.advance(2 * MINUTE);
    edit(fileId, "b");
    expect((await changes(from)).changes).toEqual([]);
    clock.advance(MINUTE);
    const told = await changes(from);
    expect(told.changes).toMatchObject([{ fileId, removed: false, changeType: "file", file: { name: "X" } }]);
    expect((await changes(told.newStartPageToken ?? "")).changes).toEqual([]);
    await expect(changes("999")).rejects.toMatchObject({ code: 400 });
  });

  it("pages", async () => {
    const from = await startToken();
    const made = [seeded(), seeded(), seeded()];
    const first = (await at.drive(token).changes.list({ pageToken: from, pageSize: 2 })).data;
    expect(first.newStartPageToken).toBeUndefined();
    const rest = await changes(first.nextPageToken ?? "");
    expect([...(first.changes ?? []), ...(rest.changes ?? [])].map((one) => one.fileId)).toEqual(made);
  });

  it("says removed to those who lose a file, and nothing to those who never had it", async () => {
    const stranger = account("stranger@example.com");
    const unpicked = account("ada@example.com", ["drive.file"]);
    const fileId = seeded();
    const from = await startToken();
    await at.drive(token).files.delete({ fileId });
    expect((await changes(from)).changes).toMatchObject([{ fileId, removed: true }]);
    expect((await changes(from, stranger)).changes).toEqual([]);
    expect((await changes(from, unpicked)).changes).toEqual([]);
  });

  it("names files that somebody only looked at", async () => {
    const fileId = seeded();
    const before = (await at.drive(token).files.get({ fileId, fields: "version,modifiedTime" })).data;
    const from = await startToken();
    at.control("view", { spreadsheetId: fileId });
    expect((await changes(from)).changes?.map((one) => one.fileId)).toEqual([fileId]);
    expect((await at.drive(token).files.get({ fileId, fields: "version,modifiedTime" })).data).toEqual(
      before,
    );
  });
});

describe("notifications", () => {
  it("begin with sync, carry the secret, and say what changed of a watched file", async () => {
    const fileId = seeded();
    const channel = await watchFile(fileId);
    edit(fileId, "a");
    await deliver();
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      "x-goog-channel-id": "c1",
      "x-goog-channel-token": "secret",
      "x-goog-message-number": "1",
      "x-goog-resource-state": "sync",
      "x-goog-resource-id": channel.resourceId,
      "x-goog-channel-expiration": new Date(Number(channel.expiration)).toUTCString(),
    });
    clock.advance(3 * MINUTE);
    await deliver();
    expect(received[1]).toMatchObject({
      "x-goog-resource-state": "update",
      "x-goog-changed": "content,properties",
    });
    at.control("trash", { spreadsheetId: fileId });
    await deliver();
    expect(received[2]?.["x-goog-resource-state"]).toBe("trash");
  });

  it("of changes name no file and no part", async () => {
    const requestBody = { id: "c2", type: "web_hook", address };
    await at.drive(token).changes.watch({ pageToken: await startToken(), requestBody });
    seeded();
    seeded("stranger@example.com");
    await deliver();
    expect(received.map((one) => one["x-goog-resource-state"])).toEqual(["sync", "change"]);
    expect(received[1]?.["x-goog-changed"]).toBeUndefined();
  });

  it("end with the channel, by time or by stop", async () => {
    const fileId = seeded();
    const channel = await watchFile(fileId);
    await deliver();
    clock.advance(HOUR);
    edit(fileId, "a");
    clock.advance(3 * MINUTE);
    await deliver();
    expect(received).toHaveLength(1);
    token = account("ada@example.com");
    const again = await watchFile(fileId);
    await expect(watchFile(fileId)).rejects.toMatchObject({ code: 400, message: "Channel id c1 not unique" });
    const stop = () =>
      at.drive(token).channels.stop({ requestBody: { id: "c1", resourceId: again.resourceId ?? "" } });
    expect((await stop()).status).toBe(204);
    await expect(stop()).rejects.toMatchObject({ code: 404 });
    expect(again.resourceId).toBe(channel.resourceId);
    expect(at.control("list-channels")).toEqual([]);
  });

  it("live an hour unless asked, a file's a day at most, and never go to another machine", async () => {
    const fileId = seeded();
    const now = clock.now();
    const life = async (id: string, more: object) =>
      Math.round((Number((await watchFile(fileId, { id, ...more })).expiration) - now) / HOUR);
    expect(await life("a", {})).toBe(1);
    expect(await life("b", { params: { ttl: "7200" } })).toBe(2);
    expect(await life("c", { expiration: String(now + 99 * HOUR) })).toBe(24);
    await expect(watchFile(fileId, { id: "d", address: "https://example.com/hook" })).rejects.toMatchObject({
      code: 401,
      message: /Unauthorized WebHook callback channel/,
    });
    await expect(watchFile(fileId, { id: "e", expiration: "1" })).rejects.toMatchObject({ code: 400 });
  });

  it("get lost, come twice and out of order, the same way for the same seed", async () => {
    const fileId = seeded();
    await watchFile(fileId);
    await deliver();
    const rename = (name: string) => at.drive(token).files.update({ fileId, requestBody: { name } });
    const numbers = async (input: Record<string, unknown>) => {
      received = [];
      at.control("set-notifications", input);
      for (const name of ["a", "b", "c", "d", "e"]) await rename(name + Math.random());
      await deliver();
      return received.map((one) => Number(one["x-goog-message-number"]));
    };
    const rising = (all: number[]) => all.every((one, index) => index === 0 || one > (all[index - 1] ?? 0));
    expect(await numbers({ loss: 1 })).toEqual([]);
    const twice = await numbers({ loss: 0, duplicates: 1 });
    expect([twice.length, new Set(twice).size]).toEqual([10, 5]);
    const mixed = await numbers({ duplicates: 0, shuffle: true, seed: 4 });
    expect([mixed.length, rising(mixed)]).toEqual([5, false]);
    expect(() => at.control("set-notifications", { loss: 2 })).toThrow("loss: number from 0 to 1");
  });

  it("come again after an answer of 503, not after one of 404", async () => {
    const fileId = seeded();
    answers = [503, 200];
    await watchFile(fileId);
    expect(await deliver()).toMatchObject([{ number: 1, status: 503 }]);
    expect(await deliver()).toEqual([]);
    clock.advance(1000);
    expect(await deliver()).toMatchObject([{ number: 1, status: 200 }]);
    answers = [404];
    await at.drive(token).files.update({ fileId, requestBody: { name: "Y" } });
    expect(await deliver()).toMatchObject([{ status: 404 }]);
    clock.advance(MINUTE);
    expect(await deliver()).toEqual([]);
  });

  it("go out by themselves, also after a restart", async () => {
    const store = new Store(":memory:");
    const first = await bench({ store, clock });
    const { accessToken } = first.control<{ accessToken: string }>("create-account", {
      email: "b@example.com",
      scopes: ["drive"],
    });
    const { spreadsheetId } = first.control<{ spreadsheetId: string }>("create-spreadsheet", { title: "B" });
    await first
      .drive(accessToken)
      .files.watch({ fileId: spreadsheetId, requestBody: { id: "c", type: "web_hook", address } });
    await expect.poll(() => received.length).toBe(1);
    await first.close();
    const second = await bench({ store, clock });
    second.control("edit-cell", { spreadsheetId, row: 0, column: 0, value: "x" });
    clock.advance(3 * MINUTE);
    await expect.poll(() => received.length, { timeout: 5000 }).toBe(2);
    await second.close();
  });
});

describe("files", () => {
  it("are renamed, thrown away and taken back at once", async () => {
    const fileId = seeded();
    const drive = at.drive(token);
    expect((await drive.files.update({ fileId, requestBody: { name: "New" } })).data.name).toBe("New");
    const trashed = async (to: boolean) =>
      (await drive.files.update({ fileId, requestBody: { trashed: to }, fields: "trashed" })).data.trashed;
    expect([await trashed(true), await trashed(false)]).toEqual([true, false]);
    const starred = drive.files.update({ fileId, requestBody: { starred: true } });
    await expect(starred).rejects.toMatchObject({ code: 501 });
  });

  it("are copied with their cells and metadata, for the copier alone", async () => {
    const fileId = seeded();
    const spreadsheets = at.sheets(token).spreadsheets;
    edit(fileId, "a");
    const entry = {
      metadataId: 5,
      metadataKey: "k",
      visibility: "DOCUMENT",
      location: { spreadsheet: true },
    };
    await spreadsheets.batchUpdate({
      spreadsheetId: fileId,
      requestBody: { requests: [{ createDeveloperMetadata: { developerMetadata: entry } }] },
    });
    const { data } = await at.drive(token).files.copy({ fileId });
    const spreadsheetId = data.id ?? "";
    expect(data.name).toBe("Copy of X");
    expect((await spreadsheets.values.get({ spreadsheetId, range: "A1" })).data.values).toEqual([["a"]]);
    const found = await spreadsheets.developerMetadata.get({ spreadsheetId, metadataId: 5 });
    expect(found.data.metadataKey).toBe("k");
    edit(fileId, "b");
    expect((await spreadsheets.values.get({ spreadsheetId, range: "A1" })).data.values).toEqual([["a"]]);
  });

  it("are changed by those who may write, thrown away by their owner", async () => {
    const fileId = seeded();
    const other = account("other@example.com");
    at.control("share", { spreadsheetId: fileId, email: "other@example.com", role: "reader" });
    const update = (requestBody: object) => at.drive(other).files.update({ fileId, requestBody });
    await expect(update({ name: "Z" })).rejects.toMatchObject({ code: 403 });
    at.control("share", { spreadsheetId: fileId, email: "other@example.com", role: "writer" });
    expect((await update({ name: "Z" })).status).toBe(200);
    await expect(update({ trashed: true })).rejects.toMatchObject({ code: 403 });
    await expect(at.drive(other).files.delete({ fileId })).rejects.toMatchObject({ code: 403 });
  });
});
