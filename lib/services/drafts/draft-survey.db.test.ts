import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidOf } from "@/lib/ids";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { countConversions } from "./count-conversions";
import type { DraftView } from "./draft-view";
import { getDraft } from "./get-draft";
import { listKeyRows } from "./list-key-rows";
import { lookAgain } from "./look-at-places";
import { proposeKeys } from "./propose-keys";
import { proposeMapping } from "./propose-mapping";
import { proposePlaces } from "./propose-places";
import { proposeRules } from "./propose-rules";
import { readAgain } from "./read-again";
import { requestSurvey } from "./request-survey";
import { failSurvey } from "./survey-turn";
import { carrySurvey, openWizard, shelf } from "./testing/wizard";
import { tryDraft } from "./try-draft";
import { tryKey } from "./try-key";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("a place that is chosen tells at once what it looks like", async () => {
  const { begin } = await openWizard(world, { notion: shelf(1, 3), postgres: shelf(2, 5) });
  const { looks, todo, survey } = await begin();
  expect(looks.map(({ kind, rowCount, problem }) => [kind, rowCount, problem])).toEqual([
    ["notion", null, null],
    ["postgres", 4, null],
  ]);
  expect(looks[1]?.title).toMatch(/^Postgres: .*shelf_\d+$/);
  expect(looks[1]?.checks.map(({ name, ok }) => [name, ok])).toEqual([
    ["can-read", true],
    ["key-found", true],
    ["rows-seen", true],
    ["can-write", true],
  ]);
  expect(looks[0]?.columns.map(({ name, carries }) => [name, carries[0]])).toContainEqual([
    "Copies",
    "number",
  ]);
  expect(survey).toBeNull();
  expect(todo.map(({ step }) => step)).toEqual(["map"]);
});

test("a place that another registry has says so before anything is made of it; the draft's own does not count", async () => {
  const wizard = await openWizard(world, { notion: shelf(1, 1), postgres: shelf(1, 1) });
  const draft = await wizard.ready();
  await tryDraft(wizard.caller, draft.id, draft);
  const taken = ({ looks }: DraftView) =>
    looks.map(({ checks }) => checks.some(({ name }) => name === "not-taken"));
  expect(taken(await lookAgain(wizard.caller, draft.id, {}))).toEqual([false, false]);
  const other = await wizard.begin({ name: "Other" });
  expect(taken(other)).toEqual([true, true]);
  expect(other.looks[1]?.checks.at(-1)?.message).toBe(`It belongs to the registry "${draft.name}" already.`);
  const isProposed = async ({ id }: DraftView) => {
    const { groups } = await proposePlaces(wizard.caller, id);
    return groups.some(({ places }) => places.some(({ title }) => title.endsWith(wizard.table)));
  };
  expect([await isProposed(draft), await isProposed(other)]).toEqual([true, false]);
});

test("a survey reads every side once, and the answers come from what it read", async () => {
  const wizard = await openWizard(world, {
    notion: [
      ...shelf(1, 6),
      { Code: "B06", Title: "Twice", Copies: 1 },
      { Code: "", Title: "None", Copies: 2 },
    ],
    postgres: [...shelf(4, 9), { Code: "B99", Title: "Last", Copies: "many" }],
  });
  const { caller } = wizard;
  const begun = await wizard.begin();
  expect((await tryKey(caller, begun.id)).missing?.message).toMatch(/was not read yet\.$/);
  const read = await wizard.survey(begun);
  expect(
    read.survey?.sides.map(({ state, rows, isWhole, problem }) => [state, rows, isWhole, problem]),
  ).toEqual([
    ["done", 8, true, null],
    ["done", 7, true, null],
  ]);

  const proposal = await proposeMapping(caller, read.id);
  expect(
    proposal.fields.map(({ name, type, columns }) => [name, type, columns.map(({ reason }) => reason)]),
  ).toEqual([
    ["Code", "text", ["same-name", "same-name"]],
    ["Title", "text", ["same-name", "same-name"]],
    ["Copies", "text", ["same-name", "same-name"]],
  ]);
  expect(proposal.unmapped).toEqual([]);
  const mapped = await wizard.change(read, proposal.change);
  const [code] = mapped.body.fields.map(({ ref }) => ref);

  const { result } = await tryKey(caller, mapped.id, { fields: [code ?? ""] });
  expect(result?.message).toMatch(
    /^2 matched, 1 on some sides, 3 only in Notion: .*, 4 only in Postgres: .*, 1 key not unique, 1 record without a key\.$/,
  );
  expect(result).toMatchObject({ matched: 2, partly: 1, rows: 10 });
  expect(result?.sides.map(({ creates }) => creates)).toEqual([4, 3]);
  expect((await proposeKeys(caller, mapped.id)).candidates[0]?.names).toEqual(["Title"]);

  const keyed = await wizard.change(mapped, { key: [code] });
  const twice = await listKeyRows(caller, keyed.id, { of: "not-unique", cursor: null });
  expect(twice.data.map(({ key, records }) => [key, records.map(({ cells }) => cells.Title).sort()])).toEqual(
    [[["B06"], ["Book 6", "Book 6", "Twice"]]],
  );
  const keyless = await listKeyRows(caller, keyed.id, { of: "empty", cursor: null });
  expect(keyless.data.map(({ key, records }) => [key, records[0]?.cells.Title])).toEqual([[null, "None"]]);

  const rules = await proposeRules(caller, keyed.id);
  expect(rules.proposals.map(({ text, failing, total }) => [text, failing, total])).toEqual([
    ["Code is filled in.", 0, 10],
    ["Title is filled in.", 0, 10],
    ["Copies is filled in.", 0, 10],
  ]);
  const { conversions } = await countConversions(caller, keyed.id);
  const failing = conversions.filter((each) => each.failing > 0);
  expect(failing.map(({ name, from, to, values, examples }) => [name, from, to, values, examples])).toEqual([
    ["Copies", "s2", "s1", 7, [{ key: ["B99"], value: "many", because: expect.any(String) }]],
  ]);
});

test("columns of types that no field suits are named, and values that do not convert are counted with their rows", async () => {
  const wizard = await openWizard(world, { notion: shelf(1, 3), postgres: shelf(1, 2) });
  const { caller } = wizard;
  await world.sql(`alter table ${wizard.table} add column sort integer`);
  await world.sql(`insert into ${wizard.table} values ('B07', 'Seventh', null, 7)`);
  const read = await wizard.survey(await wizard.begin());
  const [notion, postgres] = read.body.sides;
  const column = (name: string, at: number) =>
    read.looks[at]?.columns.find((one) => one.name === name)?.id ?? "";
  const draft = await wizard.change(read, {
    fields: [
      { ref: "code", name: "Code", type: "text" },
      { ref: "title", name: "Sort", type: "integer" },
    ],
    key: ["code"],
    sides: [
      {
        ...notion,
        mappings: [
          { field: "code", sideField: column("Code", 0) },
          { field: "title", sideField: column("Copies", 0) },
        ],
      },
      {
        ...postgres,
        mappings: [
          { field: "code", sideField: column("code", 1) },
          { field: "title", sideField: column("title", 1) },
        ],
      },
    ],
  });
  const { fields } = await proposeMapping(caller, draft.id);
  const sort = fields.find(({ ref }) => ref === "title");
  expect(sort?.columns.map(({ incompatible }) => incompatible)).toEqual([
    null,
    '"title" (text) cannot carry the type integer.',
  ]);
  const { conversions, problems } = await countConversions(caller, draft.id);
  expect(problems).toEqual([]);
  const unread = conversions.find(({ field, from, to }) => field === "title" && from === "s2" && to === null);
  expect(unread).toMatchObject({ values: 3, failing: 3 });
  expect(unread?.examples[0]).toEqual({
    key: ["B01"],
    value: "Book 1",
    because: '"title" (text) cannot carry the type integer.',
  });
  const refused = conversions.find(
    ({ field, from, to }) => field === "title" && from === "s1" && to === "s2",
  );
  expect(refused).toMatchObject({ values: 3, failing: 3 });
});

test("a side that cannot be read says why, and the others are read", async () => {
  const wizard = await openWizard(world, { notion: shelf(1, 2), postgres: [] });
  await world.sql(`alter table ${wizard.table} drop constraint ${wizard.table}_pkey`);
  const read = await wizard.survey(await wizard.begin());
  expect(read.survey?.sides.map(({ state }) => state)).toEqual(["done", "failed"]);
  expect(read.survey?.sides[1]?.problem?.remedy).toMatch(/primary key/);
  expect((await tryKey(wizard.caller, read.id)).missing?.message).toMatch(/could not be read/);
  expect(read.survey?.sides.map(({ isStale }) => isStale)).toEqual([false, false]);
  await world.sql(`alter table ${wizard.table} add primary key (code)`);
  const mended = await lookAgain(wizard.caller, read.id, {});
  expect(mended.survey?.sides.map(({ isStale }) => isStale)).toEqual([false, true]);
  const again = await requestSurvey(wizard.caller, read.id);
  expect(again.survey?.sides.map(({ state }) => state)).toEqual(["done", "waiting"]);
  await carrySurvey(wizard.caller, read.id);
  expect((await getDraft(wizard.caller, read.id)).survey?.sides.map(({ state }) => state)).toEqual([
    "done",
    "done",
  ]);
});

test("a request while the places are read joins, one after it reads them anew; another place is not what was read", async () => {
  const wizard = await openWizard(world, { notion: shelf(1, 2), postgres: shelf(1, 2) });
  const { id } = await wizard.begin();
  const asked = await Promise.all([1, 2, 3].map(() => requestSurvey(wizard.caller, id)));
  expect(new Set(asked.map(({ survey }) => survey?.id)).size).toBe(1);
  expect(await carrySurvey(wizard.caller, id, 1)).toBe(1);
  const half = await getDraft(wizard.caller, id);
  expect(half.survey?.sides.map(({ state }) => state)).toEqual(["done", "waiting"]);
  expect((await requestSurvey(wizard.caller, id)).survey?.id).toBe(half.survey?.id);
  await carrySurvey(wizard.caller, id);
  const read = await getDraft(wizard.caller, id);
  expect(read.survey?.finishedAt).not.toBeNull();
  const other = await openWizard(world, { notion: [], postgres: shelf(1, 1) });
  const [first, second] = read.body.sides;
  const moved = await wizard.change(read, {
    sides: [first, { ...second, location: { schema: "public", table: other.table } }],
  });
  expect(moved.survey?.sides.map(({ isStale }) => isStale)).toEqual([false, true]);
  expect((await tryKey(wizard.caller, id)).missing?.message).toMatch(/was not read yet/);
});

test("reading again looks at the columns first: a new one is offered in place of one that was dropped, and its mapping says that it is gone", async () => {
  const wizard = await openWizard(world, { notion: shelf(1, 2), postgres: shelf(1, 2) });
  const { caller } = wizard;
  const draft = await wizard.ready();
  await world.sql(`alter table ${wizard.table} drop column title, add column heading text`);
  const namesOf = ({ looks }: DraftView) => looks[1]?.columns.map(({ name }) => name);
  await requestSurvey(caller, draft.id);
  await carrySurvey(caller, draft.id);
  const gone = {
    message: expect.stringMatching(/^A mapped column of Postgres: .* is not there any more\.$/),
    remedy: "Choose another in Map.",
  };
  expect((await tryKey(caller, draft.id)).missing, "the read alone tells").toEqual(gone);
  const again = await readAgain(caller, draft.id);
  expect(namesOf(again)).toEqual(["code", "copies", "heading"]);
  await carrySurvey(caller, draft.id);
  expect((await tryKey(caller, draft.id)).missing).toEqual(gone);
  const read = await getDraft(caller, draft.id);
  expect(read.survey?.sides.map(({ isStale }) => isStale)).toEqual([false, false]);
  const [first, second] = read.body.sides;
  const title = read.looks[1]?.columns.find(({ name }) => name === "heading")?.id;
  const field = read.body.fields.find(({ name }) => name === "Title")?.ref;
  const mapped = await wizard.change(read, {
    sides: [
      first,
      {
        ...second,
        mappings: second?.mappings.map((one) => (one.field === field ? { ...one, sideField: title } : one)),
      },
    ],
  });
  expect(await tryKey(caller, mapped.id)).toMatchObject({ missing: null, result: { matched: 2 } });
});

test("a turn that is done twice, as after a killed job, keeps every record once", async () => {
  const wizard = await openWizard(world, { notion: shelf(1, 4), postgres: shelf(1, 4) });
  const { id } = await wizard.begin();
  await requestSurvey(wizard.caller, id);
  await Promise.all([carrySurvey(wizard.caller, id), carrySurvey(wizard.caller, id)]);
  const { survey } = await getDraft(wizard.caller, id);
  expect(survey?.sides.map(({ state, rows }) => [state, rows])).toEqual([
    ["done", 4],
    ["done", 4],
  ]);
  const kept = await world.ours<{ count: string }>(
    "select sum(size) as count from rows.survey_chunk where name = '#' and draft_id = (select id from registry_draft where survey_id = $1)",
    [survey?.id],
  );
  expect(Number(kept[0]?.count)).toBe(8);
});

test("a connection that is refused in the middle ends its side alone; a job that is given up ends what is left", async () => {
  const tenant = await world.addTenant("Cut");
  const wizard = await openWizard(world, { notion: shelf(1, 2), postgres: shelf(1, 2), tenant });
  const { organizationId } = wizard.caller;
  const { id } = await wizard.begin();
  await requestSurvey(wizard.caller, id);
  await carrySurvey(wizard.caller, id, 1);
  await world.ours("delete from credential where organization_id = $1", [organizationId]);
  await carrySurvey(wizard.caller, id);
  const cut = await getDraft(wizard.caller, id);
  expect(cut.survey?.sides.map(({ state, problem }) => [state, problem?.remedy])).toEqual([
    ["done", undefined],
    ["failed", "Reconnect it, and its registries go on."],
  ]);
  const again = await requestSurvey(wizard.caller, id);
  const place = { organizationId, draftId: uuidOf("drf", id) ?? "", surveyId: again.survey?.id ?? "" };
  await failSurvey({ ...place, surveyId: cut.survey?.id ?? "" });
  expect((await getDraft(wizard.caller, id)).survey?.sides.map(({ state }) => state)).toEqual([
    "done",
    "waiting",
  ]);
  await failSurvey(place);
  const given = await getDraft(wizard.caller, id);
  expect(given.survey).toMatchObject({ state: "done", sides: [{ state: "done" }, { state: "failed" }] });
});

test("places that are called alike are proposed, and what is mended shows when it is looked at again", async () => {
  const wizard = await openWizard(world, { notion: [], postgres: [] });
  const draft = await wizard.begin();
  const { groups, problems } = await proposePlaces(wizard.caller, draft.id);
  expect(problems).toEqual([]);
  const kinds = groups.map(({ places }) => places.map(({ kind }) => kind).sort());
  expect(kinds).toContainEqual(["notion", "postgres"]);
  await world.sql(`drop table ${wizard.table}`);
  const gone = await lookAgain(wizard.caller, draft.id, {});
  expect(gone.looks[1]?.problem?.message).toMatch(/table/);
  expect(gone.looks[1]?.columns.length).toBe(3);
  expect(gone.revision).toBe(draft.revision);
});
