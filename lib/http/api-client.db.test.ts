import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET as openApi } from "@/app/api/v1/openapi.json/route";
import { carrySurvey } from "@/lib/services/drafts/testing/wizard";
import { acceptInvitation } from "@/lib/services/members/accept-invitation";
import { openPost } from "@/lib/services/members/testing/post";
import { type Companies, companies, company, makeCompanies } from "@/lib/sync/testing/companies";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { type Answer, DocumentClient } from "./testing/document-client";
import { makeDraftCalls } from "./testing/draft-calls";
import { makeNoticeCalls } from "./testing/notice-calls";
import { routeOf } from "./testing/route-of";

/**
 * Whoever has nothing but /api/v1/openapi.json can do what the screens do: every call here is put together from the
 * document, and every answer is held against it. People's hands on the sides and the job's turns are the world's.
 */
let world: World;
let places: Companies;
let client: DocumentClient;
let id = "";
/** When all rows were equal for the first time. */
let united = "";

beforeAll(async () => {
  world = await openWorld();
  const answer = await (openApi as () => Promise<Response> | Response)();
  client = new DocumentClient((await answer.json()) as never, send, {
    url: "https://app.example.com/api/v1",
    apiKey: world.tenant.apiKey,
  });
  // Only the places are wanted: the registry is made anew by the client.
  places = await makeCompanies(world, { notion: companies(1, 30), postgres: companies(11, 40) });
  await client.call("deleteRegistry", { path: { id: places.id } });
});

afterAll(() => world.close());

async function send(request: Request): Promise<Response> {
  const target = new URL(request.url);
  const { handler } = await routeOf(request.method, target.pathname.slice("/api/v1".length));
  return handler(request);
}

const of = (registry = id) => ({ path: { id: registry } });
const carried = async (run: Answer): Promise<Answer> => {
  await world.carry(run);
  return client.call("getRun", of(run.id));
};
const run = async (kind = "sync"): Promise<Answer> =>
  carried(await client.call("requestRun", { ...of(), body: { kind } }));
const approve = async (held: Answer): Promise<Answer> =>
  carried(
    await client.call("approveRun", {
      path: { id: held.id },
      body: { planHash: (await client.call("getHeldRun", of(held.id))).planHash },
    }),
  );

describe("a client written from the document", () => {
  test("connects a system, has it checked, and takes it away again; renames, ends and mends it on the way", async () => {
    const { token } = world.notion<{ token: string }>("create-workspace-token", { name: "Archive" });
    const body = { kind: "notion", name: "Archive", credentials: { token } };
    const made = await client.call("createConnection", { body });
    expect(await client.call("getConnection", of(made.id))).toEqual(made);
    const { data: lines } = await client.call("checkConnection", of(made.id));
    expect(lines[0]).toMatchObject({ name: "reachable", ok: true });
    const budget = await client.call("getCallBudget", of(made.id));
    expect(budget).toMatchObject({ budgets: [{ what: "calls" }], stalledUntil: null, backlog: null });
    const renamed = await client.call("renameConnection", { ...of(made.id), body: { name: "Old archive" } });
    expect(renamed).toMatchObject({ id: made.id, name: "Old archive" });
    await client.call("disconnectConnection", of(made.id));
    expect(await client.call("getConnection", of(made.id))).toMatchObject({ status: "disconnected" });
    const again = { kind: "notion", credentials: { token } };
    expect(await client.call("reconnectConnection", { ...of(made.id), body: again })).toEqual({
      outcome: "reconnected",
      started: 0,
      accounts: null,
    });
    await client.call("deleteConnection", of(made.id));
    const { data } = await client.call("listConnections");
    expect(data.map((one: Answer) => one.id)).not.toContain(made.id);
  });

  test("makes a key for a program, and revokes it", async () => {
    const body = { name: "Reports", scopes: ["read"], addresses: ["203.0.113.0/24"] };
    const { key, ...made } = await client.call("createApiKey", { body });
    expect(key).toMatch(/^chs_live_/);
    expect((await client.call("listApiKeys")).data[0]).toEqual(made);
    await client.call("revokeApiKey", of(made.id));
    expect((await client.call("listApiKeys")).data.map((one: Answer) => one.id)).not.toContain(made.id);
  });

  test("invites somebody, who joins, gets another role, and is removed", async () => {
    const post = await openPost();
    const invited = await client.call("inviteMember", { body: { email: "bo@example.com", role: "editor" } });
    expect((await client.call("listInvitations")).data).toEqual([invited]);
    await acceptInvitation(await post.personWith("bo@example.com"), post.tokenSentTo("bo@example.com"));
    const member = (await client.call("listMembers")).data.find(({ role }: Answer) => role === "editor");
    await client.call("changeMember", { ...of(member.id), body: { role: "viewer" } });
    await client.call("removeMember", of(member.id));
    expect((await client.call("listMembers")).data).toHaveLength(1);
    const again = await client.call("inviteMember", { body: { email: "bo@example.com", role: "editor" } });
    await client.call("takeBackInvitation", of(again.id));
    expect((await client.call("listInvitations")).data).toEqual([]);
    await post.close();
  });

  test("finds the places and makes a registry with every setting", async () => {
    await client.call("renameOrganization", { body: { name: "Renamed" } });
    expect(await client.call("describeMe")).toMatchObject({
      role: "owner",
      organization: { name: "Renamed" },
    });
    const { data: connections } = await client.call("listConnections");
    const byKind = new Map(connections.map((one: Answer) => [one.kind, one.id]));
    const notion = byKind.get("notion") as string;
    const { data: locations } = await client.call("listLocations", { path: { id: notion } });
    const source = locations.find((one: Answer) => one.location.dataSourceId === places.notion.dataSourceId);
    const { fields } = await client.call("listLocationFields", {
      path: { id: notion, locationId: source.id },
    });
    expect(fields.map(({ name }: Answer) => name)).toContain("Staff");
    const made = await client.call("createRegistry", {
      body: {
        name: "By the document",
        key: ["Code"],
        schedule: "manual",
        conflict: "last-write-wins",
        match: "match-then-create",
        winners: { default: 0 },
        strategies: { City: { strategy: "manual" } },
        access: { Sector: { approval: true } },
        brakes: { deletedFloor: 3 },
        approvalDays: 3,
        fields: [
          { name: "Code", type: "text" },
          { name: "Name", type: "text" },
          { name: "City", type: "text" },
          { name: "Staff", type: "integer" },
          { name: "Sector", type: "select" },
          { name: "Tags", type: "multi-select" },
        ],
        sides: [
          { connectionId: notion, location: { dataSourceId: places.notion.dataSourceId } },
          {
            connectionId: byKind.get("postgres"),
            location: { schema: "public", table: places.table.name },
          },
          {
            connectionId: byKind.get("google"),
            location: {
              spreadsheetId: places.sheet.spreadsheetId,
              sheetId: places.sheet.sheetId,
              title: "Companies",
            },
          },
        ],
      },
    });
    id = made.id;
    expect(made).toMatchObject({ state: "draft", strategies: { City: { strategy: "manual" } } });
  });

  test("previews the first sync, keeps a pair out, and starts it", async () => {
    const dry = await run("dry-run");
    const { data: pairs } = await client.call("listMatches", of(dry.id));
    expect(pairs).toHaveLength(20);
    await client.call("listCollisions", of(dry.id));
    await client.call("excludePairs", { ...of(), body: { keys: [["C20"]] } });
    expect((await client.call("listMatches", of((await run("dry-run")).id))).data).toHaveLength(19);
    expect(await run()).toMatchObject({ status: "done", counts: { delete: 0 } });
    expect((await client.call("listExclusions", of())).data.length).toBeGreaterThan(1);
    await client.call("includePairs", { ...of(), query: { keys: JSON.stringify([["C20"]]) } });
    expect(await run()).toMatchObject({ counts: { verified: 40, rows: 40 } });
    await places.equal();
    expect((await client.call("getDrift", of())).certificate).toBeNull();
    expect(await run("drift-check")).toMatchObject({ counts: { verified: 40, rows: 40 } });
    const { certificate } = await client.call("getDrift", of());
    expect(certificate).toMatchObject({ equal: true, rows: 40, matched: 40 });
    const [clock] = await world.ours<{ now: Date }>("select clock_timestamp() as now");
    united = clock?.now.toISOString() ?? "";
  });

  test("decides on a conflict, makes the decision a rule, and takes the loser later", async () => {
    await places.table.edit("C01", "City", "By SQL");
    await places.sheet.edit("C01", "City", "In the sheet");
    await run();
    const { data } = await client.call("listConflicts", { ...of(), query: { state: "open" } });
    const [open] = data;
    const sheet = open.candidates.find(({ value }: Answer) => value === "In the sheet").side;
    await client.call("resolveConflict", { path: { id: open.id }, body: { value: "By hand" } });
    expect((await client.call("reopenConflict", of(open.id))).choice).toBeNull();
    await client.call("resolveConflict", { path: { id: open.id }, body: { choose: sheet } });
    await run();
    expect((await places.equal())[0]?.City).toBe("In the sheet");
    const settled = await client.call("getConflict", { path: { id: open.id } });
    expect(settled).toMatchObject({ resolved: true, winner: "In the sheet" });
    const table = settled.candidates.find(({ value }: Answer) => value === "By SQL").side;
    await client.call("resolveConflict", { path: { id: open.id }, body: { choose: table } });
    await run();
    expect((await places.equal())[0]?.City).toBe("By SQL");
    await places.table.edit("C02", "City", "By SQL");
    await places.sheet.edit("C02", "City", "In the sheet");
    await run();
    expect((await client.call("countOpenConflicts", of())).data).toMatchObject([{ field: "City", open: 1 }]);
    const many = { field: "City", choose: table, preview: true };
    expect(await client.call("resolveConflicts", { ...of(), body: many })).toMatchObject({ decided: 1 });
    const { decidedAt } = await client.call("resolveConflicts", {
      ...of(),
      body: { ...many, preview: false },
    });
    expect(await client.call("reopenConflicts", { ...of(), body: { decidedAt } })).toEqual({ reopened: 1 });
    await client.call("resolveConflicts", { ...of(), body: { ...many, preview: false } });
    await run();
    expect((await places.equal())[1]?.City).toBe("By SQL");
    await client.call("makeRule", { ...of(), body: { field: "City", side: sheet } });
    expect((await client.call("getRegistry", of())).strategies.City).toEqual({
      strategy: "authority",
      authority: sheet,
    });
  });

  test("writes a schema, sees what breaks it, and has it mended", async () => {
    await client.call("proposeSchema", of());
    const set = { name: "Sectors", options: ["Energy", "Food"] };
    const { id: setId } = await client.call("createOptionSet", { body: set });
    set.options.push("Software");
    await client.call("putOptionSet", { ...of(setId), body: set });
    expect(await client.call("getOptionSet", of(setId))).toMatchObject(set);
    const document = {
      type: "object",
      properties: { staff: { type: "integer", minimum: 0 }, sector: { "x-options": setId } },
    };
    await client.call("putSchema", { ...of(), body: document });
    await client.call("previewSchema", { ...of(), body: {} });
    await client.call("publishSchema", { ...of(), body: {} });
    const { data: schemas } = await client.call("listSchemas");
    expect(schemas).toMatchObject([{ registryId: id, version: "1.0.0", hasDraft: false }]);
    const file = { path: { registry: id, file: "1.0.0.json" } };
    expect((await client.call("getPublishedSchema", file)).properties).toEqual(
      (await client.call("getSchema", of())).published.document.properties,
    );
    await client.call("importSchema", { ...of(), body: { url: schemas[0].url } });
    await places.sheet.edit("C02", "Staff", "-5");
    await places.sheet.edit("C02", "Name", "Goes on");
    await run();
    const { data } = await client.call("listIssues", of());
    const issue = data.find(({ reason }: Answer) => reason === "rule:range");
    expect(issue).toMatchObject({ field: "Staff", rows: 1 });
    const cause = { side: issue.side, field: "Staff", reason: "rule:range" };
    const rows = await client.call("listIssueRows", { ...of(), query: cause });
    expect(rows.data).toHaveLength(1);
    const skipped = await client.call("skipIssues", { ...of(), body: { ...cause, skipped: true } });
    expect(skipped).toMatchObject({ rows: 1, skipped: 1 });
    await carried(await client.call("retryIssues", { ...of(), body: cause }));
    expect((await places.notion.rows())[1]).toEqual(company(2, { Name: "Goes on", City: "By SQL" }));
    const path = { id: rows.data[0].id };
    await carried(await client.call("retryIssue", { path }));
    const { requestedRunId } = await client.call("mendIssue", { path, body: { value: 20 } });
    await carried({ id: requestedRunId });
    expect((await client.call("listIssues", of())).data).toEqual([]);
    await places.equal();
  });

  test("rejects a mass delete and has the rows put back, then approves it, then undoes it", async () => {
    const gone = ["C31", "C32", "C33", "C34", "C35", "C36"];
    await places.table.remove(...gone);
    const held = await run();
    const why = await client.call("getHeldRun", of(held.id));
    expect(why).toMatchObject({ mayDecide: true, sources: [{ side: expect.any(String), rows: 6 }] });
    expect(why.brakes.map(({ kind, value }: Answer) => [kind, value])).toContainEqual(["deletes", 6]);
    const rejected = await client.call("rejectRun", { ...of(held.id), body: { restore: true } });
    await world.carry(held);
    const { data: runs } = await client.call("listRuns", of());
    const back = runs.find(({ kind }: Answer) => kind === "restore");
    expect(rejected.id).toBe(held.id);
    expect(await carried(back)).toMatchObject({ status: "done", counts: { create: 6, delete: 0 } });
    await places.equal();

    await places.table.remove(...gone);
    const done = await approve(await run());
    expect((await places.equal()).map(({ Code }) => Code)).not.toContain("C31");
    const undo = await carried(await client.call("undoRun", of(done.id)));
    expect(undo).toMatchObject({ kind: "undo", status: "held" });
    expect((await client.call("listChanges", of(undo.id))).data.length).toBeGreaterThan(0);
    expect((await approve(undo)).status).toBe("done");
    expect((await places.equal()).map(({ Code }) => Code)).toEqual(expect.arrayContaining(gone));
  });

  test("reads what the registry's screens tell: lateness, what moved, its score, what waits, activity and the log", async () => {
    expect((await client.call("getLatency", of())).directions.length).toBeGreaterThan(0);
    await client.call("getFlow", of());
    const { sides } = await client.call("listRegistryColumns", of());
    expect(sides.map((side: { columns: readonly unknown[] }) => side.columns.length)).not.toContain(0);
    const wish = { side: sides[1].side, fields: [{ name: "Site", type: "text" }] };
    const grown = await client.call("addRegistryColumns", { ...of(), body: wish });
    expect(grown.sides).toMatchObject([{ side: wish.side, problem: null }]);
    expect(grown.sides[0].columns).toHaveLength(sides[1].columns.length + 1);
    expect((await client.call("getCompliance", of())).score).toBeGreaterThan(0);
    expect((await client.call("getOverview")).registries).toHaveLength(1);
    const { count } = await client.call("countAttention");
    expect(await client.call("listAttention")).toMatchObject({ count });
    expect((await client.call("listDriftRows", of())).nextCursor).toBeNull();
    expect((await client.call("listActivity")).data.length).toBeGreaterThan(0);
    const { data: entries } = await client.call("listAudit", { query: { key: "C01" } });
    const entry = await client.call("getAuditEntry", { path: { seq: String(entries[0].seq) } });
    expect(JSON.stringify(entry)).toContain("C01");
    expect((await client.call("getCheckpoint")).size).toBeGreaterThan(entries[0].seq);
    expect(await client.call("exportAudit", { query: { format: "csv" } })).toContain("C01");
  });

  test("is told of what happens, on a webhook and by mail, and turns it off", () =>
    makeNoticeCalls(client, id));

  test("looks into one row's life and restores a point of it", async () => {
    const { data } = await client.call("listRows", { ...of(), query: { key: "C01" } });
    const row = { path: { id: data[0].id } };
    expect((await client.call("getRow", row)).key).toEqual(["C01"]);
    const history = await client.call("listRowHistory", row);
    expect(JSON.stringify(history)).toContain("By SQL");
    const held = await carried(await client.call("restoreRow", { ...row, body: { version: 1 } }));
    expect(await approve(held)).toMatchObject({ status: "done" });
    expect((await places.equal())[0]?.City).toBe(company(1).City);
    const all = await carried(await client.call("restoreRegistry", { ...of(), body: { at: united } }));
    expect(all).toMatchObject({ status: "held", counts: { delete: 0 } });
    expect((await carried(await client.call("rejectRun", of(all.id)))).status).toBe("stopped");
  });

  test("changes settings and the rule that held a plan, pauses, resumes, and looks at the shadow report", async () => {
    const { sides } = await client.call("getRegistry", of());
    const google = sides.find(({ kind }: Answer) => kind.startsWith("google"));
    await client.call("applyAccessPreset", {
      ...of(),
      body: { preset: "may-not-edit", fields: ["Name"], side: google.id },
    });
    const preview = await client.call("previewRegistry", { ...of(), body: { fields: { remove: ["Tags"] } } });
    expect(await carried(preview)).toMatchObject({ status: "done", request: { kind: "proposal" } });
    const held = await run();
    expect(held.brakes.map(({ kind }: Answer) => kind)).toEqual(["setting-change"]);
    await approve(held);
    await places.table.remove("C36", "C37", "C38", "C39", "C40");
    const many = await run();
    expect(many.status).toBe("held");
    const next = await carried(
      await client.call("changeRule", { ...of(many.id), body: { brakes: { deletedFloor: 10 } } }),
    );
    expect(next).toMatchObject({ status: "done", counts: { delete: 10 } });
    await client.call("pauseRegistry", of());
    await client.call("resumeRegistry", of());
    await client.call("updateRegistry", { ...of(), body: { mode: "shadow" } });
    await run();
    await client.call("getShadowReport", of());
    await client.call("updateRegistry", { ...of(), body: { mode: "bidirectional" } });
    await carried(await client.call("recheckRegistry", of()));
    expect((await client.call("listRegistries")).data).toMatchObject([{ id }]);
    await client.call("deleteRegistry", of());
    const { data: sets } = await client.call("listOptionSets");
    for (const one of sets) await client.call("deleteOptionSet", of(one.id));
  });

  test("makes a registry step by step: a template, a place, a draft that is surveyed, tried and started", () =>
    makeDraftCalls(client, {
      dataSourceId: places.notion.dataSourceId,
      survey: (draft) => carrySurvey(world.tenant.caller, draft),
      carried,
    }));

  test("has made every call that the document has", () => {
    expect(client.uncalled).toEqual([]);
  });
});
