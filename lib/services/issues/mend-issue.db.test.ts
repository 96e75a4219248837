import { afterAll, beforeAll, expect, test } from "vitest";
import { type Disputes, openDisputes } from "../conflicts/testing/disputes";
import { publishSchema } from "../schemas/publish-schema";
import { saveDraft } from "../schemas/save-draft";
import { type IssueRowView, listIssueRows } from "./list-issue-rows";
import { mendIssue } from "./mend-issue";

let { world, caller, registry, cell, carried, change, inLedger }: Disputes = {} as Disputes;

beforeAll(async () => {
  ({ world, caller, registry, cell, carried, change, inLedger } = await openDisputes());
  await saveDraft(caller, registry.id, { properties: { Staff: { minimum: 0 } } });
  await publishSchema(caller, registry.id, {});
  await registry.run();
});

afterAll(() => world.close());

async function issueOf(code: string): Promise<IssueRowView> {
  const all = { cursor: null, side: null, field: null, reason: null };
  const { data } = await listIssueRows(caller, registry.id, all);
  const found = data.find(({ key }) => key?.[0] === code);
  if (!found) throw new Error(`no issue of ${code}`);
  return found;
}

test("a value entered for an invalid cell stands on every side, and the issue is gone", async () => {
  await registry.table.edit("C05", "Staff", "-5");
  await registry.run();
  const issue = await issueOf("C05");
  expect(issue).toMatchObject({ reason: "rule:range", canMend: true });
  const refused = { kind: "invalid-input", message: "Staff must be at least 0." };
  await expect(mendIssue(caller, issue.id, { value: -6 })).rejects.toMatchObject(refused);
  const { requestedRunId } = await mendIssue(caller, issue.id, { value: 55 });
  await carried(requestedRunId);
  expect(await cell("C05", "Staff")).toBe("55");
  expect(await registry.issues()).toEqual([]);
  await expect(mendIssue(caller, issue.id, { value: 56 })).rejects.toMatchObject({ kind: "not-found" });
  const [entry] = await inLedger("row.ordered");
  expect(entry).toMatchObject({ actor_ref: caller.actor.ref, payload: { key: ["C05"] } });
});

test("the value that stood before is put back by entering it", async () => {
  const before = await cell("C06", "Staff");
  await registry.table.edit("C06", "Staff", "-5");
  await registry.run();
  const { requestedRunId } = await mendIssue(caller, (await issueOf("C06")).id, { value: before ?? "" });
  await carried(requestedRunId);
  expect(await cell("C06", "Staff")).toBe(before);
  expect(await registry.issues()).toEqual([]);
});

test("whoever may not write the field mends nothing, nor does a value what has no cell", async () => {
  await registry.table.edit("C07", "Staff", "-5");
  await registry.run();
  await change({ access: { Staff: { roles: ["admin"] } } });
  const issue = await issueOf("C07");
  expect(issue.canMend).toBe(false);
  await expect(mendIssue(caller, issue.id, { value: 1 })).rejects.toMatchObject({ kind: "forbidden" });
  await change({ access: {} });
  await world.ours("update rows.issue set reason = 'unreadable' where open");
  await expect(mendIssue(caller, issue.id, { value: 1 })).rejects.toMatchObject({ kind: "invalid-input" });
  expect((await issueOf("C07")).canMend).toBe(false);
});
