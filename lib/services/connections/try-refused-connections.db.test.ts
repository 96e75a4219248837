import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Check } from "@/lib/connectors/connector";
import { insertConnection, noteConnectionState } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane, plantOrganization } from "@/lib/db/control-plane.test-kit";
import { newUuid } from "@/lib/ids";
import { tryRefusedConnections } from "./try-refused-connections";

/** The connections that were tried, in order, and what their systems answer. */
const systems = vi.hoisted(() => ({
  tried: [] as string[],
  answer: async (_: string): Promise<readonly Check[]> => [],
}));

vi.mock("@/lib/reach/open-connection", () => ({
  openConnection: async (_: string, id: string) => ({
    check: () => {
      systems.tried.push(id);
      return systems.answer(id);
    },
    account: async () => null,
    close: async () => {},
  }),
}));

let plane: ControlPlane;
let many: string;
let few: string;

beforeAll(async () => {
  plane = await openControlPlane();
  many = (await plantOrganization("Many")).organizationId;
  few = (await plantOrganization("Few")).organizationId;
});

afterAll(() => plane.close());

beforeEach(async () => {
  systems.tried = [];
  systems.answer = async () => [REFUSED];
  for (const organizationId of [many, few])
    await withOrg(organizationId, (db) => db.connection.deleteMany({ where: { kind: "notion" } }));
});

const REFUSED: Check = { name: "authorized", ok: false, message: "Refused.", remedy: null };
const ACCEPTED: Check = { name: "authorized", ok: true, message: "Accepted.", remedy: null };
const NOW = new Date();
const inTime = () => ({ until: Date.now() + 60_000 });

/** A connection that was refused so many hours ago. */
async function refused(organizationId: string, hours: number): Promise<string> {
  const id = newUuid();
  const at = new Date(NOW.getTime() - hours * 3_600_000);
  await withOrg(organizationId, async (db) => {
    await insertConnection(db, organizationId, { id, kind: "notion", name: "N", label: "N" }, []);
    await noteConnectionState(db, id, { status: "reconnect-needed", problem: "Refused.", at });
  });
  return id;
}

test("a connection is tried by one job only, also while its system still thinks", async () => {
  const id = await refused(many, 2);
  const second = Promise.withResolvers<number>();
  systems.answer = async () => {
    tryRefusedConnections(NOW, inTime()).then(second.resolve, second.reject);
    await second.promise;
    return [ACCEPTED];
  };
  expect(await tryRefusedConnections(NOW, inTime())).toBe(1);
  expect(await second.promise).toBe(0);
  expect(systems.tried).toEqual([id]);
});

test("a job that listed a connection before another one tried it leaves it alone", async () => {
  const [first, other] = [await refused(many, 3), await refused(many, 2)];
  systems.answer = async (id) => {
    if (id === first) await tryRefusedConnections(NOW, inTime());
    return [REFUSED];
  };
  await tryRefusedConnections(NOW, inTime());
  expect(systems.tried).toEqual([first, other]);
});

test("a system that never answers holds up nobody beyond its time, and has its next turn in an hour", async () => {
  const [silent, other] = [await refused(many, 3), await refused(many, 2)];
  systems.answer = (id) => (id === silent ? new Promise(() => {}) : Promise.resolve([ACCEPTED]));
  expect(await tryRefusedConnections(NOW, { ...inTime(), tryMs: 50 })).toBe(1);
  expect(systems.tried).toEqual([silent, other]);
  await tryRefusedConnections(new Date(NOW.getTime() + 59 * 60_000), inTime());
  expect(systems.tried).toHaveLength(2);
});

test("a job whose time is over begins no further try", async () => {
  await refused(many, 3);
  expect(await tryRefusedConnections(NOW, { until: Date.now() })).toBe(0);
  expect(systems.tried).toEqual([]);
});

test("who has many refused connections waits behind himself", async () => {
  const [a, b, c] = [await refused(many, 9), await refused(many, 8), await refused(many, 7)];
  const d = await refused(few, 2);
  await tryRefusedConnections(NOW, inTime());
  expect(systems.tried).toEqual([a, d, b, c]);
});
