import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiPlace, apiPlace } from "./testing/api-place";

let api: ApiPlace;
let runId: string;

beforeAll(async () => {
  api = await apiPlace();
  runId = (await api.post(`/registries/${api.registryId}/runs`, { kind: "dry-run" })).body.id;
});

afterAll(() => api.close());

test("a run without a plan has no summary, and says null for it, not nothing to do", async () => {
  const { status, body } = await api.get(`/runs/${runId}/matches`);
  expect(status).toBe(200);
  expect(body).toEqual({ data: [], nextCursor: null, summary: null });
  expect((await api.get(`/runs/${runId}/collisions`)).body).toEqual({
    data: [],
    nextCursor: null,
    newerRun: null,
  });
});

test("nothing can be kept out without a plan, and keys have to be keys", async () => {
  const target = `/registries/${api.registryId}/exclusions`;
  expect((await api.post(target, { keys: ["PAR"] })).status).toBe(409);
  expect((await api.post(target, { keys: [] })).status).toBe(422);
  expect((await api.post(target, { keys: ["PAR"], runId: "run_of_nobody" })).status).toBe(404);
  expect((await api.get(target)).body).toEqual({ data: [], nextCursor: null });
});

test("what is taken up again is named in the query as a JSON array", async () => {
  const remove = (query: string) =>
    api.ask(`DELETE /registries/${api.registryId}/exclusions${query}`, { key: api.ours.apiKey });
  const keys = encodeURIComponent(JSON.stringify(["PAR", ["LYS", "2"]]));
  expect((await remove(`?keys=${keys}`)).body).toEqual({ keys: 2, records: 0 });
  expect((await remove("?keys=PAR")).status).toBe(422);
  expect((await remove("")).status).toBe(422);
});

test("a cursor that is none is refused, not taken for the first page", async () => {
  const cursor = Buffer.from("elsewhere").toString("base64url");
  for (const list of ["matches", "collisions"])
    expect((await api.get(`/runs/${runId}/${list}?cursor=${cursor}`)).status).toBe(422);
});

test("runs of one kind", async () => {
  await api.post(`/registries/${api.registryId}/runs`, { kind: "shadow" });
  const kinds = async (query: string) =>
    (await api.get(`/registries/${api.registryId}/runs${query}`)).body.data.map(
      ({ kind }: { kind: string }) => kind,
    );
  expect(await kinds("?kind=dry-run")).toEqual(["dry-run"]);
  expect((await kinds("")).toSorted()).toEqual(["dry-run", "shadow"]);
  expect((await api.get(`/registries/${api.registryId}/runs?kind=nightly`)).status).toBe(422);
});

test("the shadow report of a registry that was never in shadow", async () => {
  expect((await api.get(`/registries/${api.registryId}/shadow`)).body).toMatchObject({
    ...{ since: null, isInShadow: false, runs: 0, perRun: [], brakes: [] },
    written: { operations: 0, runs: 0 },
  });
});
