import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scope } from "@/lib/auth/policy";
import { openSession } from "@/lib/auth/session";
import { personWithEmail } from "@/lib/db/resolve";
import { withRows } from "@/lib/db/row-store";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { allOperations } from "./operations/all";
import { type ApiPlace, apiPlace, sidesOn } from "./testing/api-place";

const SCOPES: readonly Scope[] = ["read", "write", "runs:start", "runs:approve", "audit:read", "admin"];

let api: ApiPlace;
let optionSetId: string;
let memberId: string;
const invitationId = newUuid();
let apiKeyId: string;
let channelId: string;
const issueId = newUuid();

beforeAll(async () => {
  api = await apiPlace();
  const set = await api.post("/option-sets", { name: "States", options: ["Draft"] });
  optionSetId = set.body.id;
  memberId = (await api.ask("GET /members", { key: api.ours.apiKey })).body.data[0].id;
  await withRows(api.ours.organizationId, (client) =>
    client.query(
      `insert into public.invitation (organization_id, id, email, role, token_hash, invited_by, expires_at)
       values ($1, $2, 'guest@example.com', 'viewer', 'hash', '{}', now() + interval '1 day')`,
      [api.ours.organizationId, invitationId],
    ),
  );
  channelId = (await api.post("/webhooks", { name: "Desk", url: "https://hooks.example.com/in" })).body.id;
  apiKeyId = (await api.get("/api-keys")).body.data[0].id;
  await withRows(api.ours.organizationId, (client) =>
    client.query(
      `insert into rows.issue (organization_id, id, registry_id, side_id, run_id, subject, reason, message)
       values ($1, $2, $3, gen_random_uuid(), gen_random_uuid(), '["PAR"]', 'rule:range', 'People must be at least 0.')`,
      [api.ours.organizationId, issueId, uuidOf("reg", api.registryId)],
    ),
  );
});

afterAll(() => api.close());

/** Of the operations that cannot be asked without one. */
const QUERIES: Readonly<Record<string, string>> = {
  includePairs: `?keys=${encodeURIComponent(JSON.stringify(["PAR"]))}`,
};

/** A target on an operation's path, with the ids of the one organization that has them. */
function targetOf(path: string, runId: string): string {
  const ids: Record<string, string> = {
    connections: api.connectionId,
    runs: runId,
    registries: api.registryId,
    "option-sets": optionSetId,
    issues: publicId("iss", issueId),
    members: memberId,
    invitations: publicId("inv", invitationId),
    "api-keys": apiKeyId,
    webhooks: channelId,
    "notification-channels": channelId,
  };
  const id = ids[path.split("/")[1] ?? ""] ?? "none";
  return path.replace("{id}", id).replace("{locationId}", "x");
}

const withId = allOperations.filter(({ path }) => path.includes("{id}"));

test.each(withId.map((operation) => [operation.id, operation] as const))(
  "%s answers for another organization's id as for none",
  async (id, { method, path, example }) => {
    const asked = await api.post(`/registries/${api.registryId}/runs`, { kind: "shadow" });
    const target = targetOf(path, asked.body.id) + (QUERIES[id] ?? "");
    const missing = target.replace(/_[0-9a-z]{26}/, `_${"0".repeat(26)}`);
    const [foreign, none] = await Promise.all(
      [target, missing].map((each) =>
        api.ask(`${method} ${each}`, { key: api.theirs.apiKey, body: example }),
      ),
    );
    expect(foreign?.status).toBe(404);
    expect({ ...foreign?.body, requestId: "" }).toEqual({ ...none?.body, requestId: "" });
  },
);

test.each(allOperations.map((operation) => [operation.id, operation] as const))(
  "%s needs the scope that its document names",
  async (id, { method, path, scope, example }) => {
    const target = path.replace("{id}", "none").replace("{locationId}", "x") + (QUERIES[id] ?? "");
    const lacking = await api.serviceKey(SCOPES.filter((each) => each !== scope));
    const refused = await api.ask(`${method} ${target}`, { key: lacking, body: example });
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining("permission")]);
  },
);

test("a side on another organization's connection is a connection that does not exist", async () => {
  const body = { name: "Stolen", key: ["code"], sides: sidesOn(api.connectionId, "left_over", "right_over") };
  const answer = await api.ask("POST /registries", { key: api.theirs.apiKey, body });
  expect(answer.status).toBe(422);
  expect(answer.body.paths[0].path).toMatch(/^\/sides\/[01]\/connectionId$/);
});

test("a signed-in owner's browser uses the same API, within his own organization", async () => {
  const owner = await personWithEmail(newUuid(), "ours@example.com", "ours");
  const token = await openSession(owner, new Date());
  const ask = async (organization: string) => {
    const { GET } = await import("@/app/api/v1/me/route");
    const headers = { cookie: `chittysync_session=${token}`, "x-chittysync-org": organization };
    const response = await GET(new Request("http://127.0.0.1:3000/api/v1/me", { headers }));
    return { status: response.status, body: await response.json() };
  };
  expect(await ask(api.ours.id)).toMatchObject({ status: 200, body: { role: "owner" } });
  expect((await ask(api.theirs.id)).status).toBe(404);
});

test("a relation into another organization's registry points at nothing", async () => {
  const key = api.theirs.apiKey;
  const credentials = { url: api.customerUrl };
  const connection = await api.ask("POST /connections", {
    key,
    body: { kind: "postgres", name: "Theirs", credentials },
  });
  const fields = [
    { name: "code", type: "text" },
    { name: "City", type: "relation", target: api.registryId },
  ];
  const sides = sidesOn(connection.body.id, "left_over", "right_over");
  const body = { name: "Stolen", key: ["code"], fields, sides };
  const answer = await api.ask("POST /registries", { key, body });
  expect([answer.status, answer.body.paths]).toEqual([
    422,
    [{ path: "/fields/1/target", message: "There is no such registry." }],
  ]);
  expect(
    (await api.ask("POST /registries", { key, body: { ...body, fields: fields.slice(0, 1) } })).status,
  ).toBe(201);
});
