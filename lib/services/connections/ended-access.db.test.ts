import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { forgetEnv } from "@/lib/env";
import { companies, makeCompanies } from "@/lib/sync/testing/companies";
import type { World } from "@/lib/sync/testing/world";
import { forgetKeys } from "@/lib/vault/vault";
import { purgeOrganizations } from "../organizations/purge-organizations";
import { getConnection } from "./browse-connections";
import { checkConnection } from "./check-connection";
import { acceptOtherAccount, findOtherAccount } from "./decide-offer";
import { deleteConnection, disconnectConnection } from "./disconnect-connection";
import { openTraveller, person, SESSION, type Traveller } from "./testing/traveller";

let world: World;
let ada: Caller;
let connect: Traveller["connect"];
let ledger: Traveller["ledger"];

beforeAll(async () => {
  ({ world, ada, connect, ledger } = await openTraveller());
});

afterAll(() => world.close());

describe("access that ends", () => {
  test("another account changes nothing until its person has agreed to exactly that", async () => {
    const { id } = await connect({ kind: "google", email: "eve@example.com" });
    const { done } = await connect({ kind: "google", connectionId: id, email: "mallory@example.com" });
    if (done.outcome !== "other-account") throw new Error(done.outcome);
    const offer = { id: done.offerId, sessionHash: SESSION };
    expect(await getConnection(ada, id)).toMatchObject({ account: "eve@example.com" });
    expect(await findOtherAccount(ada, offer)).toEqual({
      connection: "eve@example.com",
      before: "eve@example.com",
      after: "mallory@example.com",
    });
    expect(await findOtherAccount(ada, { ...offer, sessionHash: "b".repeat(64) })).toBeNull();
    await expect(acceptOtherAccount(person(ada.organizationId), offer)).rejects.toMatchObject({
      kind: "stale",
    });
    await acceptOtherAccount(ada, offer);
    expect(await getConnection(ada, id)).toMatchObject({ account: "mallory@example.com", status: "working" });
    await expect(acceptOtherAccount(ada, offer)).rejects.toMatchObject({ kind: "stale" });
    expect(await ledger(id)).toEqual(["connection.created", "connection.reconnected"]);
  });

  test("disconnecting revokes, forgets the ciphertext, and the next run waits with the reason", async () => {
    const { id } = await connect({ kind: "notion" });
    const google = (await connect({ kind: "google", email: "ada@example.com" })).id;
    const tenant = { ...world.tenant, connections: { ...world.tenant.connections, notion: id, google } };
    const registry = await makeCompanies(world, {
      name: "Ended",
      table: "ended",
      notion: companies(1, 2),
      tenant,
    });
    await registry.run();
    world.notion("reset-counts");
    await disconnectConnection(ada, id);
    const { requests } = world.notion<{ requests: Record<string, number> }>("counts");
    expect(requests["POST /v1/oauth/revoke"]).toBe(1);
    expect(await getConnection(ada, id)).toMatchObject({ status: "disconnected" });
    const left = await world.ours(
      "select from credential c join connection n on n.id = c.connection_id where n.status = 'disconnected'",
    );
    expect(left).toEqual([]);
    const run = await registry.run();
    expect(run).toMatchObject({
      status: "queued",
      error: { message: expect.stringContaining("disconnected") },
    });
    await Promise.all([disconnectConnection(ada, id), disconnectConnection(ada, id)]);
    expect(await ledger(id)).toEqual(["connection.created", "connection.disconnected"]);
    await expect(deleteConnection(ada, id)).rejects.toMatchObject({ kind: "stale" });
    expect((await connect({ kind: "notion", connectionId: id })).done.outcome).toBe("reconnected");
  });

  test("a Google account that lives on in another connection is not revoked", async () => {
    const [one, two] = [
      await connect({ kind: "google", email: "twin@example.com" }),
      await connect({ kind: "google", email: "twin@example.com" }),
    ];
    await deleteConnection(ada, one.id);
    expect((await checkConnection(ada, two.id)).every(({ ok }) => ok !== false)).toBe(true);
    await deleteConnection(ada, two.id);
    const payloads = await world.ours<{ payload: string }>(
      "select payload from ledger.entry where action = 'connection.deleted' order by seq",
    );
    expect(payloads.map(({ payload }) => JSON.parse(payload).revoked)).toEqual([
      "kept: another connection uses the account",
      "revoked",
    ]);
  });

  test("with the vault's key lost, a connection is disconnected and deleted all the same", async () => {
    const [gone, other] = [(await connect({ kind: "notion" })).id, (await connect({ kind: "notion" })).id];
    const key = process.env.VAULT_KEY_FILE;
    const useKey = (file: string | undefined) => {
      process.env.VAULT_KEY_FILE = file;
      forgetEnv();
      forgetKeys();
    };
    useKey("/nowhere/vault.key");
    try {
      await disconnectConnection(ada, gone);
      await deleteConnection(ada, other);
    } finally {
      useKey(key);
    }
    expect(await getConnection(ada, gone)).toMatchObject({ status: "disconnected" });
    await expect(getConnection(ada, other)).rejects.toMatchObject({ kind: "not-found" });
    const [entry] = await world.ours<{ payload: string }>(
      "select payload from ledger.entry where action = 'connection.disconnected' and target_ref = $1",
      [gone],
    );
    expect(JSON.parse(entry?.payload ?? "{}").revoked).toBe(
      "not revoked: the credentials could not be opened",
    );
  });
});

test("an organization that is removed takes its consents along, those of one account too, however many turns it takes", async () => {
  const { organizationId } = ada;
  await world.ours("update connection set status = 'disconnected' where organization_id = $1", [
    organizationId,
  ]);
  for (const _ of [1, 2]) await connect({ kind: "notion" });
  for (const _ of [1, 2]) await connect({ kind: "google", email: "twin@example.com" });
  world.notion("reset-counts");
  world.google("reset-counts");
  const told = () => [
    world.notion<{ requests: Record<string, number> }>("counts").requests["POST /v1/oauth/revoke"] ?? 0,
    world.google<{ byMethod: Record<string, number> }>("counts").byMethod["oauth.revoke"] ?? 0,
  ];
  await world.ours(
    "update organization set closing_since = now(), closing_by = $1, purge_at = now() where id = $2",
    [ada.actor.ref, organizationId],
  );
  const sealed = () => world.ours("select from credential where organization_id = $1", [organizationId]);
  const before = (await sealed()).length;
  for (const after of [
    [1, 0],
    [2, 0],
  ]) {
    expect(await purgeOrganizations(new Date(), 0)).toMatchObject({ purged: 0 });
    expect(told()).toEqual(after);
    expect(await sealed(), "nothing is emptied before all are told").toHaveLength(before);
  }
  await purgeOrganizations(new Date(), Date.now() + 60_000);
  expect(told()).toEqual([2, 1]);
  expect(await world.ours("select from organization where id = $1", [organizationId])).toEqual([]);
});
