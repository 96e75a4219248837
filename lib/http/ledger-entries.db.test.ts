import { afterAll, beforeAll, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { addMember } from "@/lib/db/members";
import { personWithEmail } from "@/lib/db/resolve";
import { withRows } from "@/lib/db/row-store";
import { newUuid, publicId } from "@/lib/ids";
import { type ApiPlace, apiPlace, sidesOn } from "./testing/api-place";

let api: ApiPlace;
let memberId: string;

beforeAll(async () => {
  api = await apiPlace();
  const { organizationId } = api.ours;
  const personId = await personWithEmail(newUuid(), "colleague@example.com", "Colleague");
  memberId = publicId("per", personId);
  await withOrg(organizationId, (db) => addMember(db, { organizationId, personId, role: "viewer" }));
});

afterAll(() => api.close());

const entries = () =>
  withRows(api.ours.organizationId, async (client) =>
    (await client.query<{ action: string }>("select action from ledger.entry order by seq")).rows.map(
      ({ action }) => action,
    ),
  );

/** Calls in an order in which each finds what it needs, with an entry that each leaves. `{id}`: of what was made last. */
const CALLS: readonly (readonly [call: string, body: unknown, action: string])[] = [
  ["PATCH /organization", { name: "Ours renamed" }, "organization.renamed"],
  ["PATCH /members/{member}", { role: "editor" }, "member.changed"],
  ["DELETE /members/{member}", undefined, "member.removed"],
  ["POST /connections/{connection}/check", undefined, "connection.checked"],
  ["POST /option-sets", { name: "Sectors", options: ["a"] }, "option-set.created"],
  ["PUT /option-sets/{id}", { name: "Sectors", options: ["a", "b"] }, "option-set.updated"],
  ["DELETE /option-sets/{id}", undefined, "option-set.deleted"],
  ["POST /api-keys", { name: "Reader", scopes: ["read"] }, "api-key.created"],
  ["DELETE /api-keys/{id}", undefined, "api-key.revoked"],
  ["PATCH /registries/{registry}", { name: "Towns" }, "registry.updated"],
  ["POST /registries/{registry}/pause", undefined, "registry.paused"],
  ["POST /registries/{registry}/resume", undefined, "registry.resumed"],
  ["POST /registries/{registry}/runs", { kind: "dry-run" }, "run.requested"],
  ["POST /registries/{registry}/recheck", undefined, "issue.retried"],
  ["PUT /registries/{registry}/schema", { properties: { people: { minimum: 0 } } }, "schema.drafted"],
  ["POST /registries/{registry}/schema/publish", {}, "schema.published"],
  ["POST /drafts", { name: "Planned" }, "draft.begun"],
  ["PATCH /drafts/{id}", { revision: 1, name: "Planned anew" }, "draft.changed"],
  ["POST /drafts/{id}/look", {}, "draft.changed"],
  ["DELETE /drafts/{id}", undefined, "draft.dropped"],
  ["POST /registries", null, "registry.created"],
  ["DELETE /registries/{id}", undefined, "registry.deleted"],
];

test("each call leaves its entry", async () => {
  let made = "";
  for (const [call, body, action] of CALLS) {
    const target = call
      .replace("{member}", memberId)
      .replace("{connection}", api.connectionId)
      .replace("{registry}", api.registryId)
      .replace("{id}", made);
    const before = (await entries()).length;
    const sent =
      body === null
        ? { name: "Left", key: ["code"], sides: sidesOn(api.connectionId, "left_over", "right_over") }
        : body;
    const answer = await api.ask(target, { key: api.ours.apiKey, body: sent });
    expect(answer.status, `${call} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    made = answer.body?.id ?? made;
    expect((await entries()).slice(before), call).toContain(action);
  }
});
