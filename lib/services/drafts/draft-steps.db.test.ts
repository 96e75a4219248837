import { afterAll, beforeAll, expect, test } from "vitest";
import { scopesOf } from "@/lib/auth/policy";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { getRegistry, listRegistries } from "../registries/browse-registries";
import { getRun } from "../runs/browse-runs";
import { getSchema } from "../schemas/get-schema";
import { beginOwnDraft } from "./begin-own-draft";
import { draftLimits } from "./draft-limits";
import { dropDraft } from "./drop-draft";
import { forecastDraft } from "./forecast-draft";
import { getDraft } from "./get-draft";
import { listDrafts } from "./list-drafts";
import { startDraft } from "./start-draft";
import { openWizard, shelf, type Wizard } from "./testing/wizard";
import { tryDraft } from "./try-draft";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const wizard = () => openWizard(world, { notion: shelf(1, 3), postgres: shelf(2, 5) });
const entries = async (ref: string) =>
  (
    await world.ours<{ action: string }>(
      "select action from ledger.entry where target_ref = $1 order by seq",
      [ref],
    )
  ).map(({ action }) => action);
const registriesOver = async ({ caller, table }: Wizard) =>
  (await listRegistries(caller)).filter(({ sides }) =>
    sides.some(({ location }) => location.table === table),
  );

test("of two tabs the second is refused with what is newer, and nothing of it is kept", async () => {
  const { begin, change, caller } = await wizard();
  const draft = await begin();
  const renamed = await change(draft, { name: "Books", step: "map" });
  expect(renamed).toMatchObject({ name: "Books", step: "map", revision: 2 });
  await expect(change(draft, { deletes: "never" })).rejects.toMatchObject({
    kind: "stale",
    message: "This draft was changed since: it is at revision 2 now.",
  });
  const asked = await Promise.allSettled(
    ["never", "propagate"].map((deletes) => change(renamed, { deletes })),
  );
  expect(asked.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const after = await getDraft(caller, draft.id);
  expect(after.revision).toBe(3);
  const same = await change(after, { deletes: after.body.deletes, step: "configure" });
  expect(same).toMatchObject({ revision: 3, step: "configure" });
  expect(await entries(draft.id)).toEqual(["draft.begun", "draft.changed", "draft.changed", "draft.changed"]);
});

test("pressing New again goes to the draft in which nothing was decided, of one's own alone", async () => {
  const { caller, change } = await wizard();
  const begun = await beginOwnDraft(caller);
  expect((await beginOwnDraft(caller)).id).toBe(begun.id);
  const another = { ...caller, actor: { type: "person", ref: "per_another" } as const };
  expect((await beginOwnDraft(another)).id).not.toBe(begun.id);
  await change(begun, { name: "Books" });
  expect((await beginOwnDraft(caller)).id).not.toBe(begun.id);
});

test("what pointed at a field or side that is gone goes with it; refs stay, and are not given twice", async () => {
  const { ready, change } = await wizard();
  const draft = await ready({
    strategies: { f2: { strategy: "manual" } },
    winners: { default: "s2" },
    authority: "s2",
  });
  expect(draft.body.fields.map(({ ref, name }) => [ref, name])).toEqual([
    ["f1", "Code"],
    ["f2", "Title"],
    ["f3", "Copies"],
  ]);
  const [code, , copies] = draft.body.fields;
  const less = await change(draft, { fields: [copies, code, { name: "New", type: "text" }] });
  expect(less.body.fields.map(({ ref }) => ref)).toEqual(["f3", "f1", "f4"]);
  expect(less.body.strategies).toEqual({});
  expect(less.body.sides[0]?.mappings.map(({ field }) => field)).toEqual(["f1", "f3"]);
  const alone = await change(less, { sides: [draft.body.sides[0]] });
  expect(alone.body).toMatchObject({ key: ["f1"], winners: { default: null } });
  expect(alone.body).not.toHaveProperty("authority");
  await expect(change(alone, { key: ["f9"] })).rejects.toMatchObject({ kind: "invalid-input" });
  const back = await change(alone, { schedule: null });
  expect(back.body).not.toHaveProperty("schedule");
});

test("a draft is tried once however often it is asked, and goes live by the run of that plan", async () => {
  const { ready, caller, ...rest } = await wizard();
  const rules = [{ field: "f2", kind: "required" }];
  const draft = await ready({ rules, winners: { default: "s1" } });
  await expect(startDraft(caller, draft.id, { revision: draft.revision, as: "sync" })).rejects.toMatchObject({
    kind: "stale",
    message: "There is no dry run of this draft as it is now.",
  });
  const clicks = await Promise.allSettled([1, 2].map(() => tryDraft(caller, draft.id, draft)));
  const tried = clicks.flatMap((click) => (click.status === "fulfilled" ? [click.value] : []));
  for (const click of clicks)
    if (click.status === "rejected") expect(click.reason).toMatchObject({ kind: "stale" });
  const [first] = tried;
  if (!first) throw new Error("nothing was tried");
  expect(first.rulesPublished).toBe(true);
  expect(await tryDraft(caller, draft.id, draft)).toEqual(first);
  const made = await registriesOver({ caller, ready, ...rest });
  expect(made.map(({ id, state, key, winners }) => [id, state, key, winners.default])).toEqual([
    [first.registryId, "draft", ["Code"], made[0]?.sides.find(({ kind }) => kind === "notion")?.id],
  ]);
  expect((await getSchema(caller, first.registryId)).published?.document.required).toEqual(["title"]);

  const revision = draft.revision;
  await expect(startDraft(caller, draft.id, { revision, as: "sync" })).rejects.toMatchObject({
    message: "The dry run is not finished.",
  });
  const run = await world.carry(await getRun(caller, first.runId));
  expect(run).toMatchObject({ kind: "dry-run", status: "done", counts: { create: 3 } });
  const forecast = await forecastDraft(caller, draft.id);
  expect(forecast.from).toBe("plan");
  expect(forecast.sides.map(({ rows, first: { write } }) => [rows, write?.writes])).toEqual([
    [3, 2],
    [4, 1],
  ]);

  const starts = await Promise.all([1, 2].map(() => startDraft(caller, draft.id, { revision, as: "sync" })));
  expect(starts[0]).toEqual(starts[1]);
  expect(await startDraft(caller, draft.id, { revision, as: "sync" })).toEqual(starts[0]);
  await expect(startDraft(caller, draft.id, { revision, as: "shadow" })).rejects.toMatchObject({
    kind: "stale",
  });
  const synced = await world.carry(await getRun(caller, starts[0]?.runId ?? ""));
  expect(synced).toMatchObject({ kind: "sync", counts: { verified: 5 } });
  const done = await getDraft(caller, draft.id);
  expect(done).toMatchObject({ state: "started", registryId: first.registryId });
  expect((await listDrafts(caller)).find(({ id }) => id === draft.id)?.registryId).toBe(first.registryId);
  await expect(tryDraft(caller, draft.id, draft)).rejects.toMatchObject({ kind: "stale" });
  expect((await entries(draft.id)).filter((action) => action === "draft.started")).toHaveLength(1);
  await dropDraft(caller, draft.id);
  expect((await getRegistry(caller, first.registryId)).rows).toBe(5);
});

test("a draft that changed since gets another registry in the place of the one before", async () => {
  const { ready, change, caller, ...rest } = await wizard();
  const draft = await ready();
  const first = await tryDraft(caller, draft.id, draft);
  const changed = await change(await getDraft(caller, draft.id), { deletes: "never" });
  expect(changed).toMatchObject({ state: "tried", dryRun: { isOfThisRevision: false } });
  await expect(tryDraft(caller, draft.id, changed)).rejects.toMatchObject({
    kind: "stale",
    message: "A run of this registry is under way.",
  });
  await world.carry(await getRun(caller, first.runId));
  const second = await tryDraft(caller, draft.id, changed);
  expect(second.registryId).not.toBe(first.registryId);
  const made = await registriesOver({ caller, ready, change, ...rest });
  expect(made.map(({ id, deletes }) => [id, deletes])).toEqual([[second.registryId, "never"]]);
  await world.carry(await getRun(caller, second.runId));
  await dropDraft(caller, draft.id);
  expect(await registriesOver({ caller, ready, change, ...rest })).toEqual([]);
});

test("one that broke off in the middle is found, and begun anew once its claim is over", async () => {
  const { ready, caller, ...rest } = await wizard();
  const draft = await ready();
  const first = await tryDraft(caller, draft.id, draft);
  await world.carry(await getRun(caller, first.runId));
  // As a process leaves it that is killed after the registry was made.
  await world.ours(
    `update registry_draft set tried_revision = null, run_id = null, claim_id = gen_random_uuid(),
            claimed_until = now() + interval '1 minute' where body -> 'sides' -> 1 -> 'location' ->> 'table' = $1`,
    [rest.table],
  );
  await expect(tryDraft(caller, draft.id, draft)).rejects.toMatchObject({
    message: "A dry run of this draft is being made at this moment.",
  });
  await expect(dropDraft(caller, draft.id)).rejects.toMatchObject({ kind: "stale" });
  const later = new Date(Date.now() + 2 * 60_000);
  const again = await tryDraft(caller, draft.id, draft, later);
  expect((await registriesOver({ caller, ready, ...rest })).map(({ id }) => id)).toEqual([again.registryId]);
});

test("a side that changed between survey and dry run is refused where it is, and can be tried again", async () => {
  const { ready, caller, table } = await wizard();
  const draft = await ready();
  await world.sql(`alter table ${table} drop column title`);
  await expect(tryDraft(caller, draft.id, draft)).rejects.toMatchObject({
    kind: "invalid-input",
    paths: [expect.objectContaining({ path: "/sides/1/mappings/1/sideField" })],
  });
  await world.sql(`alter table ${table} add column title text`);
  const { looks } = await getDraft(caller, draft.id);
  expect(looks[1]?.columns).toHaveLength(3);
  // The column is another one now, and the mapping still names the one that is gone.
  await expect(tryDraft(caller, draft.id, draft)).rejects.toMatchObject({ kind: "invalid-input" });
});

test("a dry run whose connection is refused does not hold the draft", async () => {
  const tenant = await world.addTenant("Refused");
  const { ready, change, caller } = await openWizard(world, {
    notion: shelf(1, 1),
    postgres: shelf(1, 1),
    tenant,
  });
  const draft = await ready();
  const first = await tryDraft(caller, draft.id, draft);
  await world.ours(
    "update connection set status = 'reconnect-needed' where organization_id = $1 and kind = 'notion'",
    [caller.organizationId],
  );
  await world.carry(await getRun(caller, first.runId), tenant);
  expect(await getRun(caller, first.runId)).toMatchObject({
    status: "queued",
    error: { kind: "connection-broken" },
  });
  expect(await tryDraft(caller, draft.id, draft)).toEqual(first);
  const changed = await change(await getDraft(caller, draft.id), { deletes: "never" });
  const second = await tryDraft(caller, draft.id, changed);
  expect(second.registryId).not.toBe(first.registryId);
});

test("in shadow it writes nothing, and one-way directions stay as they were tried", async () => {
  const { ready, caller } = await wizard();
  const draft = await ready({ mode: "one-way" });
  const { registryId, runId } = await tryDraft(caller, draft.id, draft);
  await world.carry(await getRun(caller, runId));
  const directions = async () =>
    (await getRegistry(caller, registryId)).sides.map(({ mappings }) => mappings[0]?.direction);
  expect(await directions()).toEqual(["in", "out"]);
  const started = await startDraft(caller, draft.id, { revision: draft.revision, as: "shadow" });
  const run = await world.carry(await getRun(caller, started.runId));
  expect(run).toMatchObject({ kind: "shadow", status: "done" });
  expect((await getRegistry(caller, registryId)).mode).toBe("shadow");
  expect(await directions()).toEqual(["in", "out"]);
});

test("what the plan has no room for is said before, and rules wait for somebody who may publish them", async () => {
  const tenant = await world.addTenant("Small");
  const { ready, caller } = await openWizard(world, { notion: shelf(1, 3), postgres: shelf(2, 5), tenant });
  await world.ours("update organization set plan = 'free' where id = $1", [caller.organizationId]);
  const draft = await ready({ rules: [{ field: "f2", kind: "required" }], schedule: "hourly" });
  const limits = await draftLimits(caller, draft.id);
  expect(limits).toMatchObject({
    plan: "Free",
    registries: { used: 0, limit: 1, adds: 1, isOver: false },
    rows: { used: 0, limit: 1_000, adds: 5, isOver: false },
    schedule: { isOver: true, message: "The Free plan syncs once a day at most." },
  });
  const forecast = await forecastDraft(caller, draft.id);
  expect(forecast).toMatchObject({ from: "survey", missing: null, runsADay: 24 });
  expect(forecast.sides[0]?.first.write?.message).toMatch(/^2 writes take 3 calls, at /);
  const editor = { ...caller, role: "editor" as const, scopes: scopesOf("editor") };
  await world.ours("update organization set plan = 'starter' where id = $1", [caller.organizationId]);
  const tried = await tryDraft(editor, draft.id, draft);
  expect(tried.rulesPublished).toBe(false);
  expect((await getSchema(caller, tried.registryId)).draft).not.toBeNull();
});

test("viewers look and do not change; another organization has no such draft", async () => {
  const { begin, caller } = await wizard();
  const { id, revision } = await begin();
  const viewer = { ...caller, role: "viewer" as const, scopes: scopesOf("viewer") };
  expect((await getDraft(viewer, id)).id).toBe(id);
  await expect(dropDraft(viewer, id)).rejects.toMatchObject({ kind: "forbidden" });
  const other = (await world.addTenant("Other")).caller;
  for (const ask of [
    () => getDraft(other, id),
    () => dropDraft(other, id),
    () => tryDraft(other, id, { revision }),
    () => startDraft(other, id, { revision, as: "sync" as const }),
    () => draftLimits(other, id),
    () => forecastDraft(other, id),
  ])
    await expect(ask()).rejects.toMatchObject({ kind: "not-found" });
  expect(await listDrafts(other)).toEqual([]);
});
