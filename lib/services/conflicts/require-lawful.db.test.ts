import { afterAll, beforeAll, expect, test } from "vitest";
import { publishSchema } from "../schemas/publish-schema";
import { saveDraft } from "../schemas/save-draft";
import { getConflict } from "./list-conflicts";
import { resolveConflict } from "./resolve-conflict";
import { type Disputes, openDisputes } from "./testing/disputes";

let { world, caller, registry, disagree, open, cell, carried }: Disputes = {} as Disputes;

beforeAll(async () => {
  ({ world, caller, registry, disagree, open, cell, carried } = await openDisputes());
  const rule = {
    id: "small-in-faro",
    kind: "formula",
    expression: 'row.city != "Faro" || row.staff < 100',
    message: "A company in Faro has fewer than 100 staff.",
  };
  const properties = { Staff: { minimum: 0 } };
  await saveDraft(caller, registry.id, { properties, "x-rules": [{ ...rule, severity: "error" }] });
  await publishSchema(caller, registry.id, {});
  await registry.run();
});

afterAll(() => world.close());

test("a value that breaks a rule by itself is refused when it is chosen, in the rule's words", async () => {
  await disagree("C01", ["11", "12"], "Staff");
  await registry.run();
  const { id } = await open("C01");
  const refused = { kind: "invalid-input", message: "Staff must be at least 0." };
  await expect(resolveConflict(caller, id, { value: -1 })).rejects.toMatchObject(refused);
  const { requestedRunId } = await resolveConflict(caller, id, { value: 1 });
  await carried(requestedRunId);
  expect(await cell("C01", "Staff")).toBe("1");
});

test("one that breaks a rule together with other cells is given up by the run, which says why", async () => {
  await disagree("C12", ["Porto", "Turin"]);
  await registry.run();
  const { id } = await open("C12");
  const { requestedRunId } = await resolveConflict(caller, id, { value: "Faro" });
  const run = await carried(requestedRunId);
  expect(run.status).toBe("done-with-issues");
  const reasons = (await registry.issues()).map(({ reason }) => reason);
  expect(new Set(reasons)).toEqual(new Set(["rule:small-in-faro"]));
  expect(await getConflict(caller, id)).toMatchObject({ resolved: false, choice: null, current: "Lisbon" });
  await resolveConflict(caller, id, { choose: registry.sides.notion });
  await registry.run();
  expect(await cell("C12")).toBe("Porto");
  expect(await registry.issues()).toEqual([]);
});
