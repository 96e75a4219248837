import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/auth/policy";
import { companies, makeCompanies } from "@/lib/sync/testing/companies";
import type { World } from "@/lib/sync/testing/world";
import { purgeOrganizations } from "../organizations/purge-organizations";
import { getRegistry } from "../registries/browse-registries";
import { listRuns } from "../runs/browse-runs";
import { requestDueRuns } from "../runs/request-due-runs";
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
  test("runs wait, all sides are edited meanwhile, and after reconnecting one run makes them equal", async () => {
    const google = (await connect({ kind: "google", email: "ada@example.com" })).id;
    const notion = (await connect({ kind: "notion" })).id;
    const tenant = { ...world.tenant, connections: { ...world.tenant.connections, google, notion } };
    const registry = await makeCompanies(world, {
      notion: companies(1, 6),
      settings: { schedule: "minutes:5" },
      tenant,
    });
    await registry.run();
    const view = () => getRegistry(world.tenant.caller, registry.id);
    world.google("withdraw-consent", { email: "ada@example.com" });
    const failed = await registry.run();
    expect(failed.status).toBe("failed");
    expect(await getConnection(ada, google)).toMatchObject({ status: "reconnect-needed" });
    expect(await view()).toMatchObject({ state: "reconnect-needed" });
    expect(await ledger(google)).toEqual(["connection.created", "connection.refused"]);
    const later = new Date(Date.now() + 48 * 3_600_000);
    const before = (await listRuns(ada, registry.id, null)).data.length;
    await requestDueRuns(later);
    expect((await listRuns(ada, registry.id, null)).data.length, "no run while it is refused").toBe(before);

    await registry.notion.edit("C01", "City", "From Notion");
    await registry.table.edit("C02", "City", "From Postgres");
    await registry.sheet.edit("C03", "City", "From the sheet");
    await registry.notion.add({ Code: "C90", Name: "New in Notion" });
    await registry.sheet.add({ Code: "C91", Name: "New in the sheet" });
    const { done } = await connect({ kind: "google", connectionId: google, email: "ada@example.com" });
    expect(done).toMatchObject({ outcome: "reconnected", connectionId: google });
    const [run] = (await listRuns(ada, registry.id, null)).data;
    expect(run?.status).toBe("queued");
    if (run) expect(await world.carry(run)).toMatchObject({ status: "done" });
    const rows = await registry.equal();
    expect(rows.map(({ Code }) => Code).sort()).toEqual([
      "C01",
      "C02",
      "C03",
      "C04",
      "C05",
      "C06",
      "C90",
      "C91",
    ]);
    expect(rows.flatMap(({ City }) => (City.startsWith("From") ? [City] : [])).sort()).toEqual([
      "From Notion",
      "From Postgres",
      "From the sheet",
    ]);
    expect(await view()).toMatchObject({ state: "up-to-date" });
  });

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

  test("disconnecting revokes, forgets the ciphertext, and the next run fails closed with the reason", async () => {
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
      status: "failed",
      error: { message: expect.stringContaining("disconnected") },
    });
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
});

test("an organization that is removed takes its consents along", async () => {
  await connect({ kind: "notion" });
  world.notion("reset-counts");
  await world.ours(
    "update organization set closing_since = now(), closing_by = $1, purge_at = now() where id = $2",
    [ada.actor.ref, ada.organizationId],
  );
  await purgeOrganizations(new Date(), Date.now() + 60_000);
  const { requests } = world.notion<{ requests: Record<string, number> }>("counts");
  expect(requests["POST /v1/oauth/revoke"]).toBeGreaterThan(0);
  expect(await world.ours("select from organization where id = $1", [ada.organizationId])).toEqual([]);
});
