import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET as readPublic } from "@/app/schemas/[registry]/[file]/route";
import { withOrg } from "@/lib/db/control";
import { findRegistry } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { newUuid, uuidOf } from "@/lib/ids";
import { type ApiPlace, apiPlace } from "./testing/api-place";

let api: ApiPlace;
let at: string;
const ROWS = 40;

beforeAll(async () => {
  api = await apiPlace();
  at = `/registries/${api.registryId}/schema`;
  const cells = Array.from({ length: ROWS }, (_, nth) => ({
    code: `C${nth}`,
    name: nth === 7 ? null : `City ${nth}`,
    people: String(nth === 3 ? -5 : nth * 10),
  }));
  await withRows(api.ours.organizationId, async (client) => {
    for (const row of cells)
      await client.query(
        `insert into rows.base (organization_id, registry_id, row_id, key, hash, cells) values ($1, $2, $3, $4, 'h', $5)`,
        [api.ours.organizationId, uuidOf("reg", api.registryId), newUuid(), JSON.stringify([row.code]), row],
      );
  });
});

afterAll(() => api.close());

const published = (file: string, registry = api.registryId) =>
  readPublic(new Request(`http://x/schemas/${registry}/${file}`), {
    params: Promise.resolve({ registry, file }),
  });

const stored = () =>
  withOrg(api.ours.organizationId, (db) => findRegistry(db, uuidOf("reg", api.registryId) ?? ""));

const entries = (action: string) =>
  withRows(api.ours.organizationId, async (client) => {
    const { rows } = await client.query("select payload from ledger.entry where action = $1 order by seq", [
      action,
    ]);
    return rows.map(({ payload }) => (typeof payload === "string" ? JSON.parse(payload) : payload));
  });

describe("a draft", () => {
  test("names fields by name or id, is kept, and says what publishing it would make", async () => {
    const answer = await api.put(at, { properties: { people: { minimum: 0 } }, required: ["name"] });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        published: null,
        draft: { document: { title: "Cities", required: ["name"], properties: { people: { minimum: 0 } } } },
        next: { version: "1.0.0" },
        versions: [],
      },
    });
    expect((await api.get(at)).body).toEqual(answer.body);
  });

  test("is one at most, however many are put at once", async () => {
    const put = (minimum: number) => api.put(at, { properties: { people: { minimum } } });
    const answers = await Promise.all([1, 2, 3, 4].map(put));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await withRows(api.ours.organizationId, async (client) => {
      const { rows } = await client.query("select count(*) as count from public.schema_version");
      expect(rows).toEqual([{ count: 1 }]);
    });
  });

  test("that cannot be used is refused with the places in it, and leaves the one before", async () => {
    const before = (await api.get(at)).body.draft;
    const answer = await api.put(at, {
      properties: {
        people: { minimum: "0" },
        mayor: {},
        name: { "x-options": "ops_00000000000000000000000000" },
      },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.paths.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(["/properties/people/minimum", "/properties/mayor"]),
    );
    const set = await api.put(at, {
      properties: { name: { "x-options": "ops_00000000000000000000000000" } },
    });
    expect([set.status, set.body.paths]).toEqual([
      422,
      [{ path: "/properties/name/x-options", message: "There is no such option set." }],
    ]);
    expect((await api.get(at)).body.draft).toEqual(before);
  });

  test("that asks for nothing new is none", async () => {
    expect((await api.put(at, {})).body).toMatchObject({ draft: null, next: null });
    const refused = await api.post(`${at}/publish`, {});
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringContaining("nothing to publish"),
    ]);
  });
});

describe("before publishing", () => {
  test("a preview counts the rows that fail now, by cause, and stores nothing", async () => {
    const document = { properties: { people: { minimum: 0 } }, required: ["name"] };
    expect((await api.post(`${at}/preview`, { document })).body).toEqual({
      checked: ROWS,
      rows: ROWS,
      failing: 2,
      groups: [
        {
          field: "people",
          reason: "rule:range",
          message: "people must be at least 0.",
          severity: "error",
          rows: 1,
        },
        {
          field: "name",
          reason: "rule:required",
          message: "name is required.",
          severity: "error",
          rows: 1,
        },
      ],
    });
    expect((await api.get(at)).body.draft).toBeNull();
    expect((await api.post(`${at}/preview`, {})).body).toMatchObject({ failing: 0, groups: [] });
  });

  test("proposals are read off the rows, each with its failing ones", async () => {
    const { body } = await api.post(`${at}/propose`);
    expect(body.checked).toBe(ROWS);
    expect(body.document.properties.people).toMatchObject({ type: "integer" });
    const required = body.proposals.find((one: { id: string; kind: string }) => one.kind === "required");
    expect(required).toMatchObject({ failing: 0, total: ROWS });
    expect((await api.put(at, body.document)).status).toBe(200);
    await api.put(at, {});
  });
});

describe("publishing", () => {
  test("gives the version that the change asks for, sets every row to be looked at, and is in the ledger", async () => {
    const before = (await stored())?.recheck ?? 0;
    await api.put(at, { properties: { people: { minimum: 0 } } });
    const first = await api.post(`${at}/publish`, {});
    expect(first.body).toMatchObject({ published: { version: "1.0.0" }, draft: null, next: null });
    expect((await stored())?.recheck).toBe(before + 1);
    const stricter = await api.put(at, { properties: { people: { minimum: 1 } } });
    expect(stricter.body.next).toMatchObject({ version: "2.0.0", change: "major" });
    expect(stricter.body.next.because).toHaveLength(1);
    const { hash } = stricter.body.draft;
    const other = await api.post(`${at}/publish`, { hash: "0".repeat(64) });
    expect(other.status).toBe(409);
    expect((await api.post(`${at}/publish`, { hash })).body).toMatchObject({
      published: { version: "2.0.0", hash },
      versions: [{ version: "2.0.0" }, { version: "1.0.0" }],
    });
    expect(await entries("schema.published")).toMatchObject([
      { version: "1.0.0", hash: first.body.published.hash },
      { version: "2.0.0", hash },
    ]);
  });

  test("makes it public for good: with its address, never to change", async () => {
    const { body } = await api.get(at);
    const [, first] = body.versions;
    expect(first.url).toBe(`http://127.0.0.1:3000/schemas/${api.registryId}/1.0.0.json`);
    const answer = await published("1.0.0.json");
    expect(answer.headers.get("content-type")).toBe("application/schema+json");
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(await answer.json()).toMatchObject({
      $id: first.url,
      title: "Cities",
      version: "1.0.0",
      properties: { people: { minimum: 0 } },
    });
    expect((await api.get(`/schemas/${api.registryId}/1.0.0.json`)).body).toMatchObject({ $id: first.url });
    await expect(
      withRows(api.ours.organizationId, (client) =>
        client.query("update public.schema_version set document = '{}' where version = '1.0.0'"),
      ),
    ).rejects.toThrow(/does not change/);
  });

  test.each([
    ["a version that is not there", "9.9.9.json", undefined],
    ["a registry that is not there", "1.0.0.json", `reg_${"0".repeat(26)}`],
    ["no id", "1.0.0.json", "../etc"],
    ["no version", "latest", undefined],
  ])("%s is not found", async (_what, file, registry) => {
    const answer = await published(file, registry ?? api.registryId);
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([404, "no-store"]);
  });

  test("a draft has no address", async () => {
    await api.put(at, { properties: { people: { minimum: 5 } } });
    expect((await api.get(at)).body.next.version).toBe("3.0.0");
    expect((await published("3.0.0.json")).status).toBe(404);
    await api.put(at, (await api.get(at)).body.published.document);
    expect((await api.get(at)).body.draft).toBeNull();
  });
});

describe("an import", () => {
  test("of a schema of ours takes what the registry has fields for, and says what it left out", async () => {
    const url = `http://127.0.0.1:3000/schemas/${api.registryId}/1.0.0.json`;
    const answer = await api.post(`${at}/import`, { url });
    expect(answer.body).toMatchObject({ document: { properties: { people: { minimum: 0 } } }, leftOut: [] });
    expect(answer.body.document).not.toHaveProperty("$id");
    expect((await api.get(at)).body.draft).toBeNull();
  });

  test.each([
    ["http://127.0.0.1:3000/api/v1/openapi.json", 404],
    ["http://127.0.0.1:3000/schemas/reg_x/1.0.0.json", 404],
    ["http://169.254.169.254/latest/meta-data", 403],
    // Not told apart from a server that does not answer.
    ["https://127.0.0.1/schema.json", 503],
    ["https://[::1]/schema.json", 503],
    ["file:///etc/passwd", 403],
    ["no address", 422],
  ])("from %s is refused", async (url, status) => {
    const answer = await api.post(`${at}/import`, { url });
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  });
});

describe("an option set", () => {
  test("is made, changed and deleted, but not while a schema takes values from it", async () => {
    const made = await api.post("/option-sets", { name: "Names", options: ["City 1", "City 2"] });
    expect(made).toMatchObject({ status: 201, body: { options: ["City 1", "City 2"], usedBy: [] } });
    const { id } = made.body;
    expect((await api.post("/option-sets", { name: "Names", options: ["a"] })).body.paths).toEqual([
      { path: "/name", message: "This name is taken." },
    ]);
    await api.put(at, { properties: { name: { "x-options": id } } });
    expect((await api.get(`/option-sets/${id}`)).body.usedBy).toEqual([
      { registryId: api.registryId, registry: "Cities", field: "name" },
    ]);
    expect((await api.post(`${at}/preview`, {})).body.groups).toMatchObject([
      { field: "name", reason: "rule:options", rows: ROWS - 3 },
    ]);
    const refused = await api.ask(`DELETE /option-sets/${id}`, { key: api.ours.apiKey });
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining("Cities")]);
    const before = (await stored())?.recheck ?? 0;
    const changed = await api.put(`/option-sets/${id}`, { name: "City names", options: ["City 3"] });
    expect(changed.body).toMatchObject({ name: "City names", options: ["City 3"] });
    expect((await stored())?.recheck).toBe(before + 1);
    await api.put(at, (await api.get(at)).body.published.document);
    expect((await api.ask(`DELETE /option-sets/${id}`, { key: api.ours.apiKey })).status).toBe(204);
    expect((await api.get(`/option-sets/${id}`)).status).toBe(404);
  });

  test("can be read from a field of a registry, which then cannot be deleted under it", async () => {
    const source = { registryId: api.registryId, field: "name" };
    const made = await api.post("/option-sets", { name: "From the rows", source });
    expect(made.body).toMatchObject({ source: { ...source, registry: "Cities" } });
    expect(made.body.options).toHaveLength(ROWS - 1);
    const gone = await api.ask(`DELETE /registries/${api.registryId}`, { key: api.ours.apiKey });
    expect([gone.status, gone.body.detail]).toEqual([409, expect.stringContaining("From the rows")]);
    expect((await api.get("/option-sets")).body.data.map(({ name }: { name: string }) => name)).toEqual([
      "From the rows",
    ]);
  });

  test.each([
    [{ name: "x" }, "/options"],
    [{ name: "x", options: ["a"], source: { registryId: "reg_x", field: "name" } }, "/options"],
    [{ name: "x", options: ["a", "a"] }, "/options"],
    [{ name: "x", source: { registryId: "reg_x", field: "name" } }, "/source/registryId"],
  ])("%j is refused at %s", async (body, path) => {
    const answer = await api.post("/option-sets", body);
    expect([answer.status, answer.body.paths[0].path]).toEqual([422, path]);
  });

  test("is not read from a field that has no options", async () => {
    for (const field of ["people", "mayor"]) {
      const answer = await api.post("/option-sets", {
        name: "x",
        source: { registryId: api.registryId, field },
      });
      expect([answer.status, answer.body.paths[0].path]).toEqual([422, "/source/field"]);
    }
  });
});

test("the list of schemas names every registry", async () => {
  expect((await api.get("/schemas")).body.data).toMatchObject([
    { registry: "Cities", version: "2.0.0", fields: 1, rules: 0, hasDraft: false },
  ]);
});
