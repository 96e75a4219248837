import { afterAll, beforeAll, expect, it } from "vitest";
import { Clock } from "../clock";
import { type Bench, bench } from "./testing/bench";

let at: Bench;
const clock = new Clock();
const spreadsheets = "spreadsheets";

beforeAll(async () => {
  at = await bench({
    clock,
    settings: {
      clients: [
        { clientId: "one", clientSecret: "s", redirectUris: [] },
        { clientId: "two", clientSecret: "s", redirectUris: [], projectNumber: "222" },
      ],
    },
  });
});
afterAll(() => at.close());

const account = (email: string, scopes: string[], clientId = "one") =>
  at.control<{ accessToken: string }>("create-account", { email, scopes, clientId }).accessToken;

const seeded = (owner: string) =>
  at.control<{ spreadsheetId: string }>("create-spreadsheet", {
    title: "X",
    owner,
    sheets: [{ title: "T", rows: [["a"]] }],
  }).spreadsheetId;

const read = (token: string, spreadsheetId: string) =>
  at.sheets(token).spreadsheets.values.get({ spreadsheetId, range: "T" });

const write = (token: string, spreadsheetId: string) =>
  at.sheets(token).spreadsheets.values.update({
    spreadsheetId,
    range: "T!A1",
    valueInputOption: "RAW",
    requestBody: { values: [["b"]] },
  });

it("splits 401, 403 and 404 as the service does", async () => {
  const owner = account("owner@example.com", [spreadsheets]);
  const stranger = account("stranger@example.com", [spreadsheets]);
  const id = seeded("owner@example.com");
  expect((await read(owner, id)).status).toBe(200);
  await expect(read("nonsense", id)).rejects.toMatchObject({ code: 401, message: /invalid authentication/ });
  await expect(read(stranger, id)).rejects.toMatchObject({
    code: 403,
    message: "The caller does not have permission",
  });
  await expect(read(owner, "nope")).rejects.toMatchObject({
    code: 404,
    message: "Requested entity was not found.",
  });
  at.control("share", { spreadsheetId: id, email: "stranger@example.com", role: "reader" });
  expect((await read(stranger, id)).status).toBe(200);
  await expect(write(stranger, id)).rejects.toMatchObject({ code: 403 });
  at.control("unshare", { spreadsheetId: id, email: "owner@example.com" });
  await expect(read(owner, id)).rejects.toMatchObject({ code: 403 });
});

it("asks for the right scope", async () => {
  const reader = account("owner2@example.com", ["spreadsheets.readonly"]);
  const id = seeded("owner2@example.com");
  expect((await read(reader, id)).status).toBe(200);
  await expect(write(reader, id)).rejects.toMatchObject({
    code: 403,
    message: "Request had insufficient authentication scopes.",
  });
  await expect(at.drive(reader).files.get({ fileId: id })).rejects.toMatchObject({ code: 403 });
});

it("shows drive.file only what was picked or created", async () => {
  const token = account("picker@example.com", ["drive.file"]);
  const id = seeded("picker@example.com");
  await expect(read(token, id)).rejects.toMatchObject({ code: 404 });
  await expect(at.drive(token).files.get({ fileId: id })).rejects.toMatchObject({
    code: 404,
    message: `File not found: ${id}.`,
  });
  at.control("pick", { spreadsheetId: id });
  expect((await read(token, id)).status).toBe(200);
  const created = await at.sheets(token).spreadsheets.create({ requestBody: {} });
  expect((await at.drive(token).files.list({ fields: "files(id)" })).data.files).toEqual(
    expect.arrayContaining([{ id }, { id: created.data.spreadsheetId }]),
  );
});

it("offers in the Picker what the person has, and opens what was picked to the application that asked", async () => {
  const token = account("choose@example.com", ["drive.file"], "two");
  const [mine, other, foreign] = [
    seeded("choose@example.com"),
    seeded("choose@example.com"),
    seeded("no@example.com"),
  ];
  const ask = (path: string, body?: object, bearer = token) =>
    fetch(`${at.url}${path}`, {
      ...{ method: body ? "POST" : "GET", headers: { authorization: `Bearer ${bearer}` } },
      ...(body && { body: JSON.stringify(body) }),
    });
  const { files } = (await (await ask("/picker/files")).json()) as { files: { id: string; name: string }[] };
  expect(files.map(({ id }) => id).sort()).toEqual([mine, other].sort());
  expect(files[0]).toMatchObject({ name: "X", mimeType: "application/vnd.google-apps.spreadsheet" });
  expect((await ask("/picker/picked", { ids: [foreign], appId: null })).status).toBe(400);
  expect((await ask("/picker/picked", { ids: [mine], appId: null })).status).toBe(200);
  expect((await ask("/picker/picked", { ids: [other], appId: "999" })).status).toBe(200);
  expect((await read(token, mine)).status).toBe(200);
  await expect(read(token, other), "picked for another project").rejects.toMatchObject({ code: 404 });
  const elsewhere = account("choose@example.com", ["drive.file"]);
  await expect(read(elsewhere, mine), "picked for another client").rejects.toMatchObject({ code: 404 });
  expect((await ask("/picker/files", undefined, account("choose@example.com", [spreadsheets]))).status).toBe(
    403,
  );
  expect((await ask("/picker/files", undefined, "nonsense")).status).toBe(401);
  for (const path of ["/js/api.js", "/picker/dialog.html", "/picker/dialog.js"])
    expect((await fetch(`${at.url}${path}`)).status).toBe(200);
});

it("hides PROJECT metadata from another project", async () => {
  const mine = account("meta@example.com", [spreadsheets]);
  const other = account("meta@example.com", [spreadsheets], "two");
  const spreadsheetId = seeded("meta@example.com");
  const entry = (metadataId: number, visibility: string) => ({
    createDeveloperMetadata: {
      developerMetadata: { metadataId, metadataKey: "k", visibility, location: { spreadsheet: true } },
    },
  });
  await at.sheets(mine).spreadsheets.batchUpdate({
    spreadsheetId,
    requestBody: { requests: [entry(1, "PROJECT"), entry(2, "DOCUMENT")] },
  });
  const seen = async (token: string) => {
    const { data } = await at
      .sheets(token)
      .spreadsheets.get({ spreadsheetId, fields: "developerMetadata.metadataId" });
    return data.developerMetadata?.map((one) => one.metadataId);
  };
  expect(await seen(mine)).toEqual([1, 2]);
  expect(await seen(other)).toEqual([2]);
});

it("publishes changes to Drive three minutes late", async () => {
  const token = account("drive@example.com", ["drive"]);
  const fileId = seeded("drive@example.com");
  const shown = async () =>
    (await at.drive(token).files.get({ fileId, fields: "version,modifiedTime" })).data;
  const first = await shown();
  at.control("edit-cell", { spreadsheetId: fileId, row: 0, column: 0, value: "b" });
  clock.advance(179_000);
  at.control("edit-cell", { spreadsheetId: fileId, row: 0, column: 0, value: "c" });
  expect(await shown()).toEqual(first);
  clock.advance(1000);
  const later = await shown();
  expect(Number(later.version)).toBe(Number(first.version) + 2);
  await expect(at.drive(token).about.get()).rejects.toMatchObject({ code: 400 });
  expect((await at.drive(token).about.get({ fields: "user.emailAddress" })).data).toEqual({
    user: { emailAddress: "drive@example.com" },
  });
});
