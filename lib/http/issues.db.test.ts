import { afterAll, beforeAll, expect, test } from "vitest";
import { callerOfKey } from "@/lib/auth/api-key";
import { type RowClient, withRows } from "@/lib/db/row-store";
import { openIssues } from "@/lib/db/rows/browse-issues";
import { reportIssues, type SeenIssue } from "@/lib/db/rows/issues";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { pauseRegistry, resumeRegistry } from "@/lib/services/registries/browse-registries";
import { type ApiPlace, apiPlace } from "./testing/api-place";

let api: ApiPlace;
let at: string;
let sides: string[];
const rowId = newUuid();

const inRows = <T>(work: (client: RowClient) => Promise<T>): Promise<T> =>
  withRows(api.ours.organizationId, work);

const registry = () => uuidOf("reg", api.registryId) ?? "";

const seen = (nth: number, changes: Partial<SeenIssue> = {}): SeenIssue => ({
  sideId: uuidOf("sid", sides[0] ?? "") ?? "",
  subject: JSON.stringify([`C${String(nth).padStart(3, "0")}`]),
  rowId: nth === 1 ? rowId : null,
  field: "people",
  reason: "rule:range",
  message: "people must be at least 0.",
  records: [{ locator: `record ${nth}`, cells: { people: String(-nth) } }],
  ...changes,
});

beforeAll(async () => {
  api = await apiPlace();
  at = `/registries/${api.registryId}`;
  sides = (await api.get(at)).body.sides.map(({ id }: { id: string }) => id);
  const run = (await api.post(`${at}/runs`, {})).body.id;
  await inRows(async (client) => {
    await client.query(
      `insert into rows.base (organization_id, registry_id, row_id, key, hash, cells) values ($1, $2, $3, '["C001"]', 'h', $4)`,
      [api.ours.organizationId, registry(), rowId, { code: "C001", name: "Nice", people: "7" }],
    );
    await reportIssues(client, { runId: uuidOf("run", run) ?? "", registryId: registry() }, [
      ...Array.from({ length: 60 }, (_, nth) => seen(nth + 1)),
      seen(1, { reason: "rule:pattern", severity: "warning", message: "people look odd." }),
      seen(2, { field: null, reason: "duplicate-key", message: "More than one record has this key." }),
      seen(3, { subject: "a-record", field: null, reason: "empty-key", message: "It has no key." }),
    ]);
  });
});

afterAll(() => api.close());

const groups = async () => (await api.get(`${at}/issues`)).body.data;
const range = () => ({ side: sides[0], field: "people", reason: "rule:range" });
const query = (group: Record<string, string | undefined>) =>
  `${at}/issues/rows?${new URLSearchParams(group as Record<string, string>)}`;

test("issues are grouped by cause, errors first", async () => {
  expect(await groups()).toMatchObject([
    { ...range(), severity: "error", rows: 60, skipped: 0 },
    { field: null, reason: "duplicate-key", rows: 1 },
    { field: null, reason: "empty-key", rows: 1 },
    { field: "people", reason: "rule:pattern", severity: "warning", rows: 1 },
  ]);
});

test("warnings do not count among the open ones", async () => {
  expect(await inRows((client) => openIssues(client, registry()))).toBe(62);
});

test("a group's rows come page by page, each with what its side shows and what was agreed", async () => {
  const first = (await api.get(query(range()))).body;
  expect(first.data).toHaveLength(50);
  expect(first.data.slice(0, 2)).toMatchObject([
    {
      ...range(),
      rowId: publicId("row", rowId),
      key: ["C001"],
      records: [{ record: "record 1", cells: { people: "-1" } }],
      agreed: { people: "7" },
      times: 1,
    },
    { rowId: null, key: ["C002"], agreed: null },
  ]);
  const rest = (await api.get(`${query(range())}&cursor=${first.nextCursor}`)).body;
  expect(rest.data.map(({ key }: { key: string[] }) => key[0])).toEqual(
    Array.from({ length: 10 }, (_, nth) => `C0${51 + nth}`),
  );
  expect(rest.nextCursor).toBeNull();
});

test("a record without a key is named by its own id", async () => {
  const { data } = (await api.get(query({ field: "", reason: "empty-key" }))).body;
  expect(data).toMatchObject([{ key: null, records: [{ record: "record 3" }] }]);
});

test("put aside, a group counts no more until it is taken up again", async () => {
  const skipped = await api.post(`${at}/issues/skip`, { ...range(), skipped: true });
  expect(skipped.body).toMatchObject({ rows: 60, skipped: 60 });
  expect(await inRows((client) => openIssues(client, registry()))).toBe(2);
  expect((await groups()).at(-1)).toMatchObject(range());
  await api.post(`${at}/issues/skip`, { ...range(), skipped: true });
  expect((await api.post(`${at}/issues/skip`, { ...range(), skipped: false })).body).toMatchObject({
    skipped: 0,
  });
  const noted = await inRows((client) =>
    client.query("select payload from ledger.entry where action = 'issue.skipped' order by seq"),
  );
  // Asking for what is so already changes nothing, and says nothing.
  expect(noted.rows).toHaveLength(2);
});

test.each([
  ["an issue", () => `/issues/${publicId("iss", newUuid())}/retry`, undefined],
  ["a group", () => `${at}/issues/retry`, () => ({ ...range(), reason: "rule:mended" })],
  ["a side", () => `${at}/issues/retry`, () => ({ ...range(), side: publicId("sid", newUuid()) })],
] as const)("%s that is not there is not found", async (_what, target, body) => {
  expect((await api.post(target(), body?.())).status).toBe(404);
});

test("looking again asks for a run, of one issue, of a group, of every row", async () => {
  const [issue] = (await api.get(query(range()))).body.data;
  const waiting = (await api.get(`${at}/runs`)).body.data[0].id;
  for (const [target, body] of [
    [`/issues/${issue.id}/retry`, undefined],
    [`${at}/issues/retry`, range()],
    [`${at}/recheck`, undefined],
  ] as const) {
    const answer = await api.post(target, body);
    // It joins the run that waits to begin.
    expect([answer.status, answer.body.id]).toEqual([202, waiting]);
  }
  const { rows } = await inRows((client) => client.query("select recheck, rechecked from public.registry"));
  expect(rows).toEqual([{ recheck: 1, rechecked: 0 }]);
});

test("a paused registry is not looked at", async () => {
  const caller = await callerOfKey(`Bearer ${api.ours.apiKey}`);
  await pauseRegistry(caller, api.registryId);
  const answer = await api.post(`${at}/recheck`);
  expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining("paused")]);
  await resumeRegistry(caller, api.registryId);
});
