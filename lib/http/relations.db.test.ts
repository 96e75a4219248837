import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withRows } from "@/lib/db/row-store";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { type ApiPlace, apiPlace, sidesOn } from "./testing/api-place";

let api: ApiPlace;

beforeAll(async () => {
  api = await apiPlace();
});

afterAll(() => api.close());

describe("relations", () => {
  const [paris, rome, ada, gone] = [newUuid(), newUuid(), newUuid(), newUuid()];
  let peopleId: string;
  let runId: string;

  beforeAll(async () => {
    const people = await api.post("/registries", {
      name: "People",
      key: ["mail"],
      fields: [
        { name: "mail", type: "text" },
        { name: "Lives in", type: "relation", target: api.registryId },
      ],
      sides: sidesOn(api.connectionId, "people", "persons"),
    });
    peopleId = people.body.id;
    const asked = await api.post(`/registries/${peopleId}/runs`, { kind: "dry-run" });
    runId = asked.body.id;
    const [cities, persons, run] = [
      uuidOf("reg", api.registryId),
      uuidOf("reg", peopleId),
      uuidOf("run", runId),
    ];
    const side = uuidOf("sid", people.body.sides[0].id);
    const lives = people.body.fields[1].id;
    await withRows(api.ours.organizationId, async (client) => {
      const base = `insert into rows.base (organization_id, registry_id, row_id, key, hash, cells) values ($1, $2, $3, $4, 'h', $5)`;
      const org = api.ours.organizationId;
      await client.query(base, [org, cities, paris, '["PAR"]', { code: "PAR" }]);
      await client.query(base, [org, cities, rome, '["ROM","IT"]', { code: "ROM" }]);
      await client.query(base, [
        org,
        persons,
        ada,
        '["ada@x"]',
        { mail: "ada@x", [lives]: [rome, paris, gone] },
      ]);
      await client.query(
        `insert into rows.plan (organization_id, run_id, ordinal, chunk, row_id, key, side_id, op, before, cells)
         values ($1, $2, 0, 0, $3, '["ada@x"]', $4, 'update', $5, $6)`,
        [org, run, ada, side, { [lives]: [rome] }, { [lives]: [paris] }],
      );
      // One transaction, so all have one time: a page must not end in the middle of it and lose the rest.
      await client.query(
        `insert into rows.conflict (organization_id, registry_id, run_id, row_id, key, kind, field, detail, resolved, decided_by)
         select $1, $2, $3, gen_random_uuid(), '["ada@x"]', 'cell', $4, $5, n > 30, 'hash' from generate_series(1, 120) n`,
        [
          org,
          persons,
          run,
          lives,
          { base: [paris], winner: null, candidates: [{ sideId: side, value: [rome] }] },
        ],
      );
    });
  });

  test("rows show the keys of the rows they point at", async () => {
    const { body } = await api.get(`/registries/${peopleId}/rows?key=ada@x`);
    expect(body.data).toMatchObject([
      {
        key: ["ada@x"],
        cells: { mail: "ada@x", "Lives in": ["PAR", "ROM, IT", publicId("row", gone)].toSorted() },
      },
    ]);
    expect(
      (await api.get(`/registries/${peopleId}/rows?key=${encodeURIComponent('["nobody"]')}`)).body.data,
    ).toEqual([]);
  });

  test("changes do, before and after", async () => {
    const { body } = await api.get(`/runs/${runId}/changes`);
    expect(body.data).toMatchObject([
      { cells: [{ field: "Lives in", before: ["ROM, IT"], after: ["PAR"] }] },
    ]);
  });

  test("conflicts do, and come each once, those that wait first", async () => {
    const seen: { id: string; resolved: boolean }[] = [];
    let cursor = "";
    do {
      const { body } = await api.get(`/registries/${peopleId}/conflicts${cursor && `?cursor=${cursor}`}`);
      seen.push(...body.data);
      cursor = body.nextCursor ?? "";
    } while (cursor);
    expect(seen[0]).toMatchObject({ base: ["PAR"], winner: null, candidates: [{ value: ["ROM, IT"] }] });
    expect(new Set(seen.map(({ id }) => id)).size).toBe(120);
    expect(seen.map(({ resolved }) => resolved)).toEqual(Array.from({ length: 120 }, (_, at) => at >= 30));
  });

  test("issues are a list", async () => {
    expect((await api.get(`/registries/${peopleId}/issues`)).body).toEqual({ data: [], nextCursor: null });
  });
});
