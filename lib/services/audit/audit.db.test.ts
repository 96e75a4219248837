import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { env } from "@/lib/env";
import { openNote, verifierKey } from "@/lib/ledger/signed-note";
import { ledgerSigner } from "@/lib/ledger/signing-key";
import { type Companies, companies, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { verifyExported } from "../../../public/audit/verify.mjs";
import { deleteRegistry, getRegistry } from "../registries/browse-registries";
import type { AuditFilter } from "./audit-filter";
import { getCheckpoint } from "./checkpoint";
import { type ExportFormat, exportEntries } from "./export-entries";
import { getEntry, listEntries } from "./list-entries";

let world: World;
let registry: Companies;
let owner: Caller;
let folder: string;

/** Entries on one page. */
const PAGE = 50;

const NONE: AuditFilter = {
  ...{ key: null, from: null, to: null, actor: null, action: null, registry: null },
  ...{ side: null, outcome: null, run: null, by: null },
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "audit-"));
  world = await openWorld();
  owner = world.tenant.caller;
  registry = await makeCompanies(world, { notion: companies(1, 16) });
  await registry.run();
  await registry.notion.edit("C01", "City", "=Porto");
  await registry.run();
});

afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

const entries = async (filter: Partial<AuditFilter>, caller = owner) =>
  (await listEntries(caller, { ...NONE, ...filter }, null)).data;

async function exported(format: ExportFormat, filter: Partial<AuditFilter> = {}): Promise<Buffer> {
  const parts: Buffer[] = [];
  const { parts: coming } = await exportEntries(owner, { format, filter: { ...NONE, ...filter } });
  for await (const part of coming) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

async function verified(name: string, bytes: Buffer | string, keys: string | null = key()) {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return verifyExported(file, keys);
}

const key = (): string => verifierKey(ledgerSigner(env()));

describe("the audit log", () => {
  test("finds what happened to a row by its key, whatever its capitals, with cells, cause and proof", async () => {
    const found = await entries({ key: " c01 ", action: "row" });
    const written = found.find(({ action, cells }) => action === "row.written" && cells.length === 1);
    expect(written).toMatchObject({
      key: ["C01"],
      cells: [{ field: "City", before: "Oslo", after: "=Porto" }],
      registryId: registry.id,
      runId: expect.stringMatching(/^run_/),
      outcome: "ok",
      standing: "verified",
    });
    expect(new Set(found.map(({ rowId }) => rowId)).size).toBe(1);
    expect(await entries({ key: "C99" })).toEqual([]);
  });

  test("finds a row under the key that it had before", async () => {
    await registry.notion.edit("C02", "Code", "N02");
    await registry.run();
    const [under, before] = [await entries({ key: "N02" }), await entries({ key: "C02" })];
    expect(under.length).toBeGreaterThan(0);
    expect(before.map(({ seq }) => seq)).toEqual(expect.arrayContaining(under.map(({ seq }) => seq)));
  });

  test("answers each filter, and all of them together", async () => {
    const [one] = await entries({ key: "C01", action: "row.written" });
    const filters: Partial<AuditFilter>[] = [
      { registry: registry.id },
      { side: one?.destination ?? "" },
      { run: one?.runId ?? "" },
      { action: "row.written" },
      { actor: one?.actor.ref ?? "" },
      { from: one?.recordedAt ?? "" },
      { to: new Date(Date.parse(one?.recordedAt ?? "") + 1).toISOString() },
      { outcome: "ok" },
    ];
    for (const filter of [...filters, Object.assign({}, ...filters)])
      expect(
        (await entries(filter)).map(({ seq }) => seq),
        JSON.stringify(filter),
      ).toContain(one?.seq);
    expect(await entries({ outcome: "failed" })).toEqual([]);
    expect(await entries({ to: "2020-01-01T00:00:00Z" })).toEqual([]);
    expect(
      (await entries({ side: one?.destination ?? "" })).every((entry) =>
        [entry.destination, ...entry.sources].includes(one?.destination ?? ""),
      ),
    ).toBe(true);
    await expect(entries({ registry: "reg_nonsense" })).rejects.toMatchObject({ kind: "invalid-input" });
  });

  test("tells what people did apart from what their runs wrote", async () => {
    const deeds = await entries({ by: "people" });
    expect(deeds.map(({ action }) => action)).toContain("registry.created");
    expect(deeds.filter(({ target }) => target.type === "row")).toEqual([]);
    expect(deeds.filter(({ action }) => action === "run.closed")).toEqual([]);
    expect(deeds.find(({ action }) => action === "registry.created")?.key).toBeNull();
  });

  test("comes in pages without a gap or a repeat", async () => {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await listEntries(owner, NONE, cursor);
      seen.push(...page.data.map(({ seq }) => seq));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(seen.map((_, at) => seen.length - 1 - at));
    expect(seen.length).toBeGreaterThan(PAGE);
    await expect(listEntries(owner, NONE, "nonsense")).rejects.toMatchObject({ kind: "invalid-input" });
  });

  test("shows entries of keys and sign-ins to nobody who may not see those", async () => {
    const viewer: Caller = { ...owner, role: "viewer", scopes: new Set(["read", "audit:read"]) };
    const [made] = await entries({ action: "api-key" });
    expect(made).toBeDefined();
    const actions = (await entries({}, viewer)).map(({ action }) => action);
    expect(actions.filter((action) => /^(api-key|session|identity|domain|sign-in)/.test(action))).toEqual([]);
    await expect(getEntry(viewer, String(made?.seq))).rejects.toMatchObject({ kind: "not-found" });
    await expect(entries({}, { ...owner, role: "billing" })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(exportEntries(viewer, { format: "bundle", filter: NONE })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });

  test("of another organization is not to be seen", async () => {
    const other = await world.addTenant("Grace");
    expect(await entries({ key: "C01" }, other.caller)).toEqual([]);
    expect(await entries({ registry: registry.id }, other.caller)).toEqual([]);
    await expect(getEntry(other.caller, "20")).rejects.toMatchObject({ kind: "not-found" });
  });
});

describe("an entry", () => {
  test("comes with everything that proves it", async () => {
    const [{ seq } = { seq: -1 }] = await entries({ key: "C01" });
    await getCheckpoint(owner);
    const entry = await getEntry(owner, String(seq));
    expect(JSON.parse(entry.leaf)).toMatchObject({ seq, payload_commitment: entry.commitment });
    expect(entry.proof.length).toBeGreaterThan(3);
    expect(openNote(entry.checkpoint.note, [key()]).fault).toBeNull();
  });

  test("whose payload was changed in the database is told as not what was signed", async () => {
    const [{ seq } = { seq: -1 }] = await entries({ key: "C03" });
    const change = async (from: string, to: string) => {
      await world.ours("alter table ledger.entry disable trigger only_grows");
      await world.ours("update ledger.entry set payload = replace(payload, $1, $2) where seq = $3", [
        from,
        to,
        seq,
      ]);
      await world.ours("alter table ledger.entry enable always trigger only_grows");
    };
    await change("C03", "C04");
    expect((await getEntry(owner, String(seq))).standing).toBe("failed");
    await change("C04", "C03");
    expect((await getEntry(owner, String(seq))).standing).toBe("verified");
  });
});

describe("a checkpoint", () => {
  test("is of all entries, signed, and the same while none comes", async () => {
    const first = await getCheckpoint(owner);
    expect(openNote(first.note, [key()]).text).toContain(`\n${first.size}\n`);
    expect(await getCheckpoint(owner)).toEqual(first);
    await exported("csv");
    expect((await getCheckpoint(owner)).size).toBe(first.size + 1);
  });

  test("is not signed over a log that does not begin with the one of before", async () => {
    await world.ours("alter table ledger.checkpoint disable trigger only_grows");
    await world.ours("update ledger.checkpoint set root = sha256(root)");
    await exported("csv").catch(() => null);
    await expect(getCheckpoint(owner)).rejects.toMatchObject({ kind: "internal" });
    await world.ours("delete from ledger.checkpoint");
    await world.ours("alter table ledger.checkpoint enable always trigger only_grows");
  });
});

describe("an export", () => {
  test("as NDJSON holds what the filter selects, and each line is proven; a changed one is found", async () => {
    const bytes = await exported("ndjson", { key: "C01" });
    const lines = bytes.toString().trimEnd().split("\n");
    const count = (await entries({ key: "C01" })).length;
    expect(lines).toHaveLength(count + 2);
    expect(await verified("a.ndjson", bytes)).toMatchObject({ fault: null, entries: count, isWhole: false });
    const faults = [
      bytes.toString().replace("=Porto", "Porto"),
      bytes.toString().replace('"outcome":"ok"', '"outcome":"failed"'),
      lines.slice(0, -1).join("\n"),
      [lines[0], ...lines.slice(2)].join("\n"),
      [lines[0], lines[2], lines[1], ...lines.slice(3)].join("\n"),
    ];
    for (const text of faults) expect((await verified("b.ndjson", text)).fault).toEqual(expect.any(String));
    const stranger = { name: "elsewhere/audit", privateKey: ledgerSigner(env()).privateKey };
    expect((await verified("a.ndjson", bytes, verifierKey(stranger))).fault).toContain("none of these keys");
  });

  test("as CSV has a line for each cell, and no text that a spreadsheet runs", async () => {
    const text = (await exported("csv", { key: "C01" })).toString();
    expect(text.split("\r\n")[0]).toMatch(/^number,recorded_at,.*field,before,after,leaf_hash$/);
    expect(text).toContain(",City,Oslo,'=Porto,");
    expect(text).not.toMatch(/,=|\n=/);
  });

  test("as a bundle is the whole log, verified with nothing of ours; a changed one is found", async () => {
    const bytes = await exported("bundle");
    const { size } = await getCheckpoint(owner);
    expect(await verified("a.zip", bytes, null)).toMatchObject({ fault: null, entries: size, isWhole: true });
    const text = bytes.toString("latin1");
    const faults = [
      text.replace("=Porto", "=Parto"),
      text.replace('"outcome":"ok"', '"outcome":"no"'),
      text.slice(0, -100),
    ];
    for (const [at, changed] of faults.entries())
      expect((await verified(`${at}.zip`, Buffer.from(changed, "latin1"), null)).fault).toEqual(
        expect.any(String),
      );
    await expect(exported("bundle", { key: "C01" })).rejects.toMatchObject({ kind: "invalid-input" });
  });

  test("is an entry itself", async () => {
    await exported("ndjson", { action: "registry.created" });
    const [entry] = await entries({ action: "audit.exported" });
    expect(entry).toMatchObject({ actor: { ref: owner.actor.ref }, action: "audit.exported" });
    const { payload } = await getEntry(owner, String(entry?.seq));
    expect(JSON.parse(payload ?? "")).toEqual({ format: "ndjson", filter: { action: "registry.created" } });
  });
});

test("what was deleted keeps its names: a log is read for years", async () => {
  const { name } = await getRegistry(owner, registry.id);
  await deleteRegistry(owner, registry.id);
  const told = await entries({ registry: registry.id });
  expect(new Set(told.map(({ registryName }) => registryName))).toEqual(new Set([name]));
  const fields = told.flatMap(({ cells }) => cells.map(({ field }) => field));
  expect(fields).toContain("City");
  expect((await exported("csv", { registry: registry.id })).toString()).toContain(",City,");
  const [deleted] = await entries({ action: "registry.deleted" });
  const { payload } = await getEntry(owner, String(deleted?.seq));
  expect(
    JSON.parse(payload ?? "")
      .sides.map(({ kind }: { kind: string }) => kind)
      .sort(),
  ).toEqual(["google-sheets", "notion", "postgres"]);
});
