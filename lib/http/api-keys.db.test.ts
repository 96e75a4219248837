import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { callerOfKey } from "@/lib/auth/api-key";
import { type Caller, type Scope, scopesOf } from "@/lib/auth/policy";
import type { Role } from "@/lib/auth/role";
import { withOrg } from "@/lib/db/control";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { createApiKeyInput } from "@/lib/services/api-keys/api-key-input";
import { createApiKey } from "@/lib/services/api-keys/change-api-keys";
import { type ApiPlace, apiPlace } from "./testing/api-place";

let api: ApiPlace;

beforeAll(async () => {
  api = await apiPlace();
});

afterAll(() => api.close());

const BODY = { name: "Nightly export", scopes: ["read"] };
const make = async (body: object = BODY, key = api.ours.apiKey) => {
  const { status, body: answer } = await api.ask("POST /api-keys", { key, body });
  if (status !== 201) throw new Error(JSON.stringify(answer));
  return answer as { id: string; key: string; hint: string };
};
const statusOf = async (key: string): Promise<number> => (await api.ask("GET /me", { key })).status;

/** A new member of our organization, as his browser calls. */
async function member(role: Role): Promise<Caller & { readonly personId: string }> {
  const { organizationId } = api.ours;
  const personId = await personWithEmail(newUuid(), `${newUuid()}@example.com`, role);
  await withOrg(organizationId, (db) => db.member.create({ data: { organizationId, personId, role } }));
  const actor = { type: "person", ref: publicId("per", personId) } as const;
  return { organizationId, personId, actor, role, scopes: scopesOf(role), requestId: newUuid() };
}

const setRole = (personId: string, role: Role | null) =>
  withOrg(api.ours.organizationId, (db) =>
    role === null
      ? db.member.deleteMany({ where: { personId } })
      : db.member.updateMany({ where: { personId }, data: { role } }),
  );

const input = (body: object = BODY) => createApiKeyInput.parse(body);

describe("a key", () => {
  test("is made, used, listed without its text, and revoked", async () => {
    const made = await make({ ...BODY, addresses: [], expiresAt: "2999-01-01T00:00:00Z" });
    expect(made.key).toMatch(/^chs_live_[0-9A-Za-z]{36}$/);
    expect(made.hint).toBe(made.key.slice(-4));
    expect(await statusOf(made.key)).toBe(200);
    const { body } = await api.get("/api-keys");
    const listed = body.data.find(({ id }: { id: string }) => id === made.id);
    const { key, ...view } = made;
    expect({ ...listed, lastUsedAt: null }).toEqual(view);
    expect(JSON.stringify(body)).not.toContain(key.slice(0, 20));
    expect((await api.ask(`DELETE /api-keys/${made.id}`, { key: api.ours.apiKey })).status).toBe(204);
    expect(await statusOf(key)).toBe(401);
    expect((await api.ask(`DELETE /api-keys/${made.id}`, { key: api.ours.apiKey })).status).toBe(404);
    expect(JSON.stringify((await api.get("/api-keys")).body)).not.toContain(made.id);
  });

  test("is kept as its hash, and in the ledger without any of it", async () => {
    const made = await make();
    await api.ask(`DELETE /api-keys/${made.id}`, { key: api.ours.apiKey });
    const entries = await withOrg(
      api.ours.organizationId,
      (db) =>
        db.$queryRaw<{ action: string; all: string }[]>`
          select e.action, row_to_json(e)::text as all from ledger.entry e where e.target_ref = ${made.id} order by e.seq`,
    );
    expect(entries.map(({ action }) => action)).toEqual(["api-key.created", "api-key.revoked"]);
    const { organizationId } = api.ours;
    const dump = await withOrg(
      organizationId,
      (db) => db.$queryRaw<object[]>`select row_to_json(k)::text from api_key k`,
    );
    for (const text of [JSON.stringify(entries), JSON.stringify(dump)])
      expect(text).not.toContain(made.key.slice(9, 39));
  });

  test("is told once, also under an Idempotency-Key", async () => {
    const headers = { "idempotency-key": newUuid() };
    const first = await api.post("/api-keys", BODY, headers);
    const again = await api.post("/api-keys", BODY, headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.body).toEqual({ ...first.body, key: null });
    const kept = await withOrg(api.ours.organizationId, (db) => db.idempotencyKey.findMany());
    expect(JSON.stringify(kept)).toContain(first.body.id);
    expect(JSON.stringify(kept)).not.toContain(first.body.key);
  });

  test("that has expired is refused", async () => {
    const made = await make({ ...BODY, expiresAt: "2999-01-01T00:00:00+02:00" });
    await withOrg(api.ours.organizationId, (db) =>
      db.apiKey.updateMany({
        where: { id: uuidOf("key", made.id) ?? "" },
        data: { expiresAt: new Date(Date.now() - 1) },
      }),
    );
    expect(await statusOf(made.key)).toBe(401);
  });

  test("of the form without a checksum goes on working", async () => {
    const text = `chs_live_${"Old_form-".repeat(5).slice(0, 43)}`;
    const hash = createHash("sha256").update(text).digest("hex");
    const { organizationId } = api.ours;
    const data = { organizationId, id: newUuid(), name: "Old", hash, hint: text.slice(-4), scopes: ["read"] };
    await withOrg(organizationId, (db) => db.apiKey.create({ data }));
    expect(await statusOf(text)).toBe(200);
  });

  test("may be bound to addresses, and an address that is not known is none of them", async () => {
    const { key } = await make({
      ...BODY,
      addresses: ["203.0.113.0/24", "2001:db8::/32", "::ffff:198.51.100.7"],
    });
    const from = (address: string | null) =>
      callerOfKey(`Bearer ${key}`, address).then(
        () => true,
        () => false,
      );
    for (const address of ["203.0.113.9", "::ffff:203.0.113.9", "2001:db8::9", "198.51.100.7"])
      expect(await from(address), address).toBe(true);
    for (const address of ["203.0.114.1", "2001:db9::1", "::1", null])
      expect(await from(address), String(address)).toBe(false);
  });

  test.each([["203.0.113.0/33"], ["somewhere"], ["::ffff:0:0/96"], ["10.0.0.0/8,11.0.0.0/8"], [""]])(
    "cannot be bound to %j",
    async (address) => {
      const refused = await api.post("/api-keys", { ...BODY, addresses: [address] });
      expect([refused.status, refused.body.paths[0].path]).toEqual([422, "/addresses/0"]);
    },
  );
});

describe("nobody gains by a key", () => {
  test("that names another organization, person or role in any place", async () => {
    const victim = {
      organizationId: api.theirs.id,
      personId: publicId("per", newUuid()),
      userId: "1",
      role: "owner",
    };
    for (const [name, value] of Object.entries(victim)) {
      const inBody = await api.post("/api-keys", { ...BODY, [name]: value });
      expect([inBody.status, inBody.body.paths[0].path]).toEqual([422, `/${name}`]);
      const inQuery = await api.post(`/api-keys?${name}=${value}`, BODY);
      expect([inQuery.status, inQuery.body.paths[0].path]).toEqual([422, `/${name}`]);
    }
    const made = await api.post("/api-keys", BODY, { "x-chittysync-org": api.theirs.id });
    const holder = await callerOfKey(`Bearer ${made.body.key}`);
    expect(holder.organizationId).toBe(api.ours.organizationId);
    const theirs = await api.ask("GET /api-keys", { key: api.theirs.apiKey });
    expect(theirs.body.data).toHaveLength(1);
  });

  test("without a key or with a wrong one, whatever the body says", async () => {
    for (const key of ["", "wrong", `${"x".repeat(40)}`]) {
      const refused = await api.ask("POST /api-keys", { key, body: { ...BODY, userId: api.theirs.id } });
      expect(refused.status).toBe(401);
    }
  });

  test("that asks for a scope its maker does not have", async () => {
    const narrow = await make({ name: "Narrow", scopes: ["admin", "read"] });
    const body = { name: "Wide", scopes: ["read", "runs:approve"] };
    const refused = await api.ask("POST /api-keys", { key: narrow.key, body });
    expect([refused.status, refused.body.paths]).toEqual([
      422,
      [{ path: "/scopes/1", message: "You do not have runs:approve yourself." }],
    ]);
  });

  test.each<[Role, boolean]>([
    ["owner", true],
    ["admin", true],
    ["editor", false],
    ["approver", false],
    ["viewer", false],
    ["billing", false],
  ])("%s may make one: %s", async (role, may) => {
    const caller = { ...(await member(role)), scopes: new Set<Scope>(["admin", "read"]) };
    const attempt = createApiKey(caller, input());
    if (may) expect((await attempt).person).toBe(caller.actor.ref);
    else await expect(attempt).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("when its person's role sinks or ends: it sinks and ends at once, and its children too", async () => {
    const admin = await member("admin");
    const parent = await createApiKey(admin, input({ name: "Parent", scopes: ["admin", "read", "write"] }));
    const child = await make({ name: "Child", scopes: ["read", "write"] }, parent.key);
    expect((await callerOfKey(`Bearer ${child.key}`)).role).toBe("admin");
    await setRole(admin.personId, "viewer");
    expect((await callerOfKey(`Bearer ${child.key}`)).role).toBe("viewer");
    const set = { name: "Never", options: ["x"] };
    expect((await api.ask("POST /option-sets", { key: child.key, body: set })).status).toBe(403);
    await setRole(admin.personId, null);
    expect([await statusOf(child.key), await statusOf(parent.key)]).toEqual([401, 401]);
  });

  test("that was made by a key: it does not outlive it or leave its addresses", async () => {
    const owner = await member("owner");
    const bounds = { addresses: ["203.0.113.0/24"], expiresAt: "2998-01-01T00:00:00Z" };
    const parent = await createApiKey(owner, input({ name: "Parent", scopes: ["admin"], ...bounds }));
    const caller = await callerOfKey(`Bearer ${parent.key}`, "203.0.113.9");
    const child = await createApiKey(caller, input({ name: "Child", scopes: ["admin"] }));
    expect(child).toMatchObject({
      madeBy: parent.id,
      person: owner.actor.ref,
      addresses: bounds.addresses,
      expiresAt: new Date(bounds.expiresAt).toISOString(),
    });
    for (const wider of [
      { addresses: [] },
      { addresses: ["0.0.0.0/0"] },
      { expiresAt: "2999-01-01T00:00:00Z" },
    ])
      await expect(
        createApiKey(caller, input({ name: "Wider", scopes: ["admin"], ...wider })),
      ).rejects.toMatchObject({ kind: "invalid-input" });
  });

  test("that was revoked while its call was under way", async () => {
    const parent = await make({ name: "Parent", scopes: ["admin"] });
    const caller = await callerOfKey(`Bearer ${parent.key}`);
    await api.ask(`DELETE /api-keys/${parent.id}`, { key: api.ours.apiKey });
    await expect(createApiKey(caller, input({ name: "Late", scopes: ["admin"] }))).rejects.toMatchObject({
      kind: "unauthenticated",
    });
  });
});
