import { afterAll, beforeAll, expect, test } from "vitest";
import type { Tenant } from "@/lib/sync/testing/tenant";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { createPlace, listParents } from "../connections/create-place";
import { createPlaceInput } from "../connections/place-input";
import { listOptionSets } from "../option-sets/browse-option-sets";
import { createOptionSet } from "../option-sets/change-option-sets";
import { getRegistry } from "../registries/browse-registries";
import { getRun } from "../runs/browse-runs";
import { getSchema } from "../schemas/get-schema";
import { applyTemplate } from "../templates/apply-template";
import { LEGAL_EVIDENCE } from "../templates/legal-evidence";
import { beginDraft } from "./begin-draft";
import { beginFromTemplate } from "./begin-from-template";
import { changeDraft } from "./change-draft";
import { beginDraftInput, changeDraftInput } from "./draft-input";
import type { DraftView } from "./draft-view";
import { getDraft } from "./get-draft";
import { proposeMapping } from "./propose-mapping";
import { proposeRules } from "./propose-rules";
import { requestSurvey } from "./request-survey";
import { startDraft } from "./start-draft";
import { carrySurvey } from "./testing/wizard";
import { tryDraft } from "./try-draft";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const OWN_RULES = LEGAL_EVIDENCE.rules.map(({ id }) => id);

/** A tenant's draft of the template over places that were made for it, mapped as it is proposed, and read. */
async function mapped(tenant: Tenant, kinds: readonly (keyof Tenant["connections"])[]) {
  const { caller } = tenant;
  const change = async ({ id, revision }: DraftView, input: Record<string, unknown>) =>
    changeDraft(caller, id, changeDraftInput.parse({ revision, ...input }));
  const ids = kinds.map((kind) => tenant.connections[kind]);
  const wanted = await applyTemplate(caller, LEGAL_EVIDENCE.id, {
    sides: ids.map((connectionId) => ({ connectionId })),
    optionSets: {},
  });
  const sides = [];
  for (const { connectionId, title, key, missing } of wanted.places) {
    const [parent] = await listParents(caller, connectionId, "");
    // All tenants of this test have the same workspace and database.
    const own = `${title}_${caller.organizationId.slice(-8)}`;
    const place = createPlaceInput.parse({ parent: parent?.address, title: own, key, fields: missing });
    const { location } = await createPlace(caller, connectionId, place);
    sides.push({ connectionId, location: { ...location }, mappings: [] });
  }
  const begun = await beginFromTemplate(caller, LEGAL_EVIDENCE.id);
  const placed = await change(begun, { sides, schedule: "manual" });
  const proposal = await proposeMapping(caller, placed.id);
  const done = await change(placed, proposal.change);
  await requestSurvey(caller, done.id);
  await carrySurvey(caller, done.id);
  return { caller, change, proposal, draft: await getDraft(caller, done.id) };
}

test("a field with a home goes out everywhere else, and says so; without a side there all may edit it", async () => {
  const { proposal, draft } = await mapped(world.tenant, ["notion", "postgres"]);
  const fingerprint = proposal.fields.find(({ name }) => name === "SHA-256");
  expect(
    fingerprint?.columns.map(({ direction, directionBecause }) => [direction, directionBecause]),
  ).toEqual([
    ["out", "The template has it edited in PostgreSQL."],
    ["both", "The template has it edited here."],
  ]);
  const title = proposal.fields.find(({ name }) => name === "Title");
  expect(title?.columns.map(({ direction, directionBecause }) => [direction, directionBecause])).toEqual([
    ["both", null],
    ["both", null],
  ]);
  const ref = fingerprint?.ref;
  const directions = draft.body.sides.map(
    ({ mappings }) => mappings.find(({ field }) => field === ref)?.direction,
  );
  expect(directions).toEqual(["out", "both"]);
  const [notion, postgres] = draft.body.sides;
  const turned = await changeDraft(
    world.tenant.caller,
    draft.id,
    changeDraftInput.parse({
      revision: draft.revision,
      sides: [
        {
          ...notion,
          mappings: notion?.mappings.map((own) => (own.field === ref ? { ...own, direction: "both" } : own)),
        },
        postgres,
      ],
    }),
  );
  const again = (await proposeMapping(world.tenant.caller, turned.id)).fields.find(
    (field) => field.ref === ref,
  );
  // A person's own choice needs no reason of ours.
  expect(again?.columns.map(({ directionBecause }) => directionBecause)).toEqual([
    null,
    "The template has it edited here.",
  ]);
  const elsewhere = await mapped(await world.addTenant("Elsewhere"), ["notion", "google"]);
  const everywhere = elsewhere.proposal.fields.find(({ name }) => name === "SHA-256");
  expect(everywhere?.columns.map(({ direction }) => direction)).toEqual(["both", "both"]);
});

test("what the template brings is in force once the dry run is made: rules over the row, options, lifecycle", async () => {
  const tenant = await world.addTenant("Whole");
  const { caller, change, draft } = await mapped(tenant, ["notion", "postgres"]);
  await createOptionSet(caller, { name: "Evidence tags", options: ["Other words"] });
  const states = await createOptionSet(caller, {
    name: "Evidence states",
    options: ["Archived", "Draft", "Final"],
  });
  const view = await proposeRules(caller, draft.id);
  expect(
    view.rowRules.map(({ id, isTaken, cannot, failing, total }) => [id, isTaken, cannot, failing, total]),
  ).toEqual(OWN_RULES.map((id) => [id, true, null, 0, 0]));
  expect(view.noRoom).toBeNull();
  expect(view.optionSets).toEqual([
    { name: "Evidence kinds", isOther: false },
    { name: "Evidence states", isOther: false },
    { name: "Evidence tags", isOther: true },
  ]);
  const named = await change(draft, {
    fields: draft.body.fields.map((field) =>
      field.name === "Source" ? { ...field, name: "Came from" } : field,
    ),
    template: { id: LEGAL_EVIDENCE.id, rules: OWN_RULES.filter((id) => id !== "fingerprint") },
  });
  const tried = await tryDraft(caller, named.id, named);
  expect(tried.rulesPublished).toBe(true);
  const { published } = await getSchema(caller, tried.registryId);
  expect(published?.document["x-rules"]).toEqual([
    expect.objectContaining({ id: "exhibit-number", field: "exhibit_number", severity: "error" }),
    expect.objectContaining({
      id: "final-has-source",
      expression: expect.stringContaining("row.came_from != null"),
    }),
    expect.objectContaining({ id: "final-has-fingerprint", severity: "warning" }),
  ]);
  const sets = await listOptionSets(caller);
  const kinds = sets.find(({ name }) => name === "Evidence kinds");
  expect(kinds?.options).toHaveLength(7);
  expect(sets).toHaveLength(3);
  expect(published?.document.properties).toMatchObject({
    kind: { "x-options": kinds?.id },
    status: { "x-options": states.id, "x-lifecycle": { initial: ["Draft"] } },
    tags: { items: { enum: LEGAL_EVIDENCE.optionSets[2]?.options } },
  });
  expect(JSON.stringify(published?.document.properties)).not.toContain("Correspondence");

  const dryRun = await world.carry(await getRun(caller, tried.runId), tenant);
  expect(dryRun).toMatchObject({ kind: "dry-run", status: "done" });
  await startDraft(caller, named.id, { revision: named.revision, as: "sync" });
  const { sides } = await getRegistry(caller, tried.registryId);
  const directions = sides.map(
    ({ mappings }) => mappings.find(({ field }) => field === "SHA-256")?.direction,
  );
  expect(directions).toEqual(["out", "both"]);
});

test("a plan without rules of one's own: patterns hold, formulas are said to be left out, and the dry run is made", async () => {
  const tenant = await world.addTenant("Starter");
  await world.ours("update organization set plan = 'starter' where id = $1", [tenant.caller.organizationId]);
  const { caller, draft } = await mapped(tenant, ["notion", "postgres"]);
  expect(draft.body.template).toEqual({ id: LEGAL_EVIDENCE.id, rules: [] });
  const view = await proposeRules(caller, draft.id);
  expect(view.rowRules.map(({ id, cannot }) => [id, cannot])).toEqual([
    ["final-has-source", "no-room"],
    ["final-has-fingerprint", "no-room"],
  ]);
  expect(view.noRoom?.message).toMatch(/^The Starter plan has no rules of your own, so these/);
  const patterns = view.own.filter(({ kind }) => kind === "pattern");
  expect(patterns.map(({ isTaken, isOfTemplate }) => [isTaken, isOfTemplate])).toEqual([
    [true, true],
    [true, true],
  ]);
  const tried = await tryDraft(caller, draft.id, draft);
  expect(tried.rulesPublished).toBe(true);
  const { published } = await getSchema(caller, tried.registryId);
  expect(published?.document).not.toHaveProperty("x-rules");
  expect(published?.document.properties).toMatchObject({
    exhibit_number: { pattern: "^[A-Z]{1,6}-[0-9]{1,6}$" },
  });

  const table = draft.body.sides[1]?.location.table;
  const insert = `insert into "${table}" (exhibit_number, "case", title, status, sha_256)`;
  for (const number of ["EX-1", "one"])
    await world.sql(`${insert} values ($1, 'Smith', 'Lease', 'Draft', $2)`, [number, "a".repeat(64)]);
  await world.carry(await getRun(caller, tried.runId), tenant);
  const { runId } = await startDraft(caller, draft.id, { revision: draft.revision, as: "sync" });
  const { counts } = await world.carry(await getRun(caller, runId), tenant);
  expect(counts).toMatchObject({ rows: 1, verified: 1, issue: 1 });
});

test("what apply-template answers with begins the same draft; a template or rule that there is not is refused", async () => {
  const { caller } = world.tenant;
  const { draft } = await applyTemplate(caller, LEGAL_EVIDENCE.id, { sides: [], optionSets: {} });
  const byHand = await beginDraft(caller, beginDraftInput.parse(draft));
  expect(byHand.body).toEqual((await beginFromTemplate(caller, LEGAL_EVIDENCE.id)).body);
  for (const [template, path] of [
    [{ id: "recipes" }, "/template/id"],
    [{ id: LEGAL_EVIDENCE.id, rules: ["exhibit-number", "salt"] }, "/template/rules/1"],
  ] as const)
    await expect(beginDraft(caller, beginDraftInput.parse({ template }))).rejects.toMatchObject({
      kind: "invalid-input",
      paths: [{ path }],
    });
});
