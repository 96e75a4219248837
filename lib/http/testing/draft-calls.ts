import { expect } from "vitest";
import type { Answer, DocumentClient } from "./document-client";

interface Around {
  /** A data source of Notion with companies. */
  readonly dataSourceId: string;
  /** Reads the draft's places, as the job does. */
  readonly survey: (draft: string) => Promise<unknown>;
  /** Carries a run to its end. */
  readonly carried: (run: Answer) => Promise<Answer>;
}

const of = (id: string) => ({ path: { id } });

/** Every call on the way from a template to a registry that is synced. */
export async function makeDraftCalls(
  client: DocumentClient,
  { dataSourceId, survey, carried }: Around,
): Promise<void> {
  const { data: templates } = await client.call("listTemplates");
  expect(templates.length).toBeGreaterThan(5);
  const { data: connections } = await client.call("listConnections");
  const idOf = (kind: string) => connections.find((one: Answer) => one.kind === kind).id;
  const brought = { sides: [{ connectionId: idOf("postgres") }, { connectionId: idOf("notion") }] };
  const template = { path: { templateId: templates[0].id } };
  await client.call("applyTemplate", { ...template, body: brought });
  const place = {
    parent: { schema: "public" },
    title: "made_by_us",
    key: ["Code"],
    fields: [
      { name: "Code", type: "text" },
      { name: "Name", type: "text" },
    ],
  };
  const { location } = await client.call("createPlace", { ...of(idOf("postgres")), body: place });
  const more = { location, fields: [{ name: "City", type: "text" }] };
  await client.call("addPlaceFields", { ...of(idOf("postgres")), body: more });

  const notion = { connectionId: idOf("notion"), location: { dataSourceId: dataSourceId } };
  const sides = [notion, { connectionId: idOf("postgres"), location }];
  const begun = await client.call("beginDraft", { body: { name: "Step by step", sides } });
  const draft = { path: { id: begun.id } };
  const revision = async (): Promise<number> => (await client.call("getDraft", draft)).revision;
  expect((await client.call("listDrafts")).data).toHaveLength(1);
  await client.call("lookAgain", { ...draft, body: {} });
  await client.call("proposePlaces", draft);
  await client.call("requestSurvey", draft);
  await survey(begun.id);
  const { change } = await client.call("proposeMapping", draft);
  const mapped = await client.call("changeDraft", {
    ...draft,
    body: { revision: await revision(), ...change },
  });
  // The data source has no counterpart of the city yet.
  const city = { ref: "f99", name: "City", type: "text" };
  const fields = [...mapped.body.fields.filter(({ name }: Answer) => name !== "City"), city];
  await client.call("changeDraft", { ...draft, body: { revision: await revision(), fields } });
  const lacking = [{ field: city.ref, name: "Seat" }];
  const added = await client.call("addDraftColumns", {
    ...draft,
    body: { revision: await revision(), side: "s1", fields: lacking },
  });
  expect(added.body.sides[0].mappings).toContainEqual(expect.objectContaining({ field: city.ref }));
  const key = mapped.body.fields.find(({ name }: Answer) => name === "Code").ref;
  const keyed = { revision: await revision(), key: [key], schedule: "manual" };
  await client.call("changeDraft", { ...draft, body: keyed });
  await client.call("countConversions", draft);
  await client.call("tryKey", draft);
  await client.call("proposeKeys", draft);
  await client.call("listKeyRows", { ...draft, query: { of: "only", side: "s1" } });
  await client.call("proposeRules", draft);
  await client.call("draftLimits", draft);
  await client.call("forecastDraft", draft);
  const tried = await client.call("tryDraft", { ...draft, body: { revision: await revision() } });
  const dry = { id: tried.runId };
  expect(await carried(dry)).toMatchObject({ kind: "dry-run", status: "done" });
  const started = await client.call("startDraft", { ...draft, body: { revision: await revision() } });
  expect(await carried({ id: started.runId })).toMatchObject({ status: "done" });
  const other = await client.call("beginDraft", { body: {} });
  await client.call("dropDraft", { path: { id: other.id } });
}
