import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { insertConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { newUuid } from "@/lib/ids";
import { type Keyring, openKeyring } from "@/lib/vault/keyring";
import { seal, unseal } from "@/lib/vault/seal";
import { chittysync } from "./command-line.test-kit";
import { rotateKeys } from "./rotate-keys";

let plane: ControlPlane;
let owner: pg.Pool;
let admin: pg.Pool;
let folder: string;
const files = { old: "", next: "" };
/** What processes hold: the old key alone, both (sealing with either), the new one alone. */
let keys: { old: Keyring; oldFirst: Keyring; nextFirst: Keyring; next: Keyring };

beforeAll(async () => {
  plane = await openControlPlane();
  owner = new pg.Pool({ connectionString: plane.ownerUrl, max: 1 });
  admin = new pg.Pool({ connectionString: plane.adminUrl, max: 2 });
  for (const pool of [owner, admin]) pool.on("connect", (client) => client.on("error", () => {}));
  folder = mkdtempSync(path.join(tmpdir(), "chittysync-rotate-"));
  for (const name of ["old", "next"] as const) {
    files[name] = path.join(folder, `${name}.key`);
    writeFileSync(files[name], randomBytes(32).toString("base64"), { mode: 0o600 });
  }
  const holding = (file: string, ...others: string[]) =>
    openKeyring({ VAULT_KEY_PROVIDER: "file", VAULT_KEY_FILE: file, VAULT_OLD_KEYS: others });
  keys = {
    old: await holding(files.old),
    oldFirst: await holding(files.old, files.next),
    nextFirst: await holding(files.next, files.old),
    next: await holding(files.next),
  };
});

afterAll(async () => {
  await Promise.all([owner.end(), admin.end()]);
  rmSync(folder, { recursive: true });
  await plane.close();
});

let organizations: string[];

beforeEach(async () => {
  await admin.query("truncate organization cascade");
  organizations = [newUuid(), newUuid()];
  for (const id of organizations)
    await withOrg(id, (db) => db.organization.create({ data: { id, name: "Acme" } }));
});

/** `count` connections of two fields each in every organization, sealed with the old key. */
async function plant(count: number): Promise<void> {
  for (const organizationId of organizations)
    for (let at = 0; at < count; at += 1) {
      const id = newUuid();
      const sealed = await Promise.all(
        ["token", "url"].map(async (field) => {
          const bound = { organizationId, connectionId: id, field };
          return { field, sealed: await seal(keys.old.current, `${field} of ${id}`, bound) };
        }),
      );
      await withOrg(organizationId, (db) =>
        insertConnection(db, organizationId, { id, kind: "notion", name: "N", label: "N" }, sealed),
      );
    }
}

interface Stored {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly field: string;
  readonly sealed: string;
}

const stored = async (): Promise<Stored[]> =>
  (
    await admin.query<Stored>(
      `select organization_id as "organizationId", connection_id as "connectionId", field, sealed from credential`,
    )
  ).rows;

/** How many of all values this keyring opens, and opens right. */
async function opening(keyring: Keyring): Promise<{ opened: number; failed: number }> {
  let [opened, failed] = [0, 0];
  for (const { sealed, ...bound } of await stored()) {
    const text = await unseal(keyring.find, sealed, bound).catch(() => null);
    if (text === `${bound.field} of ${bound.connectionId}`) opened += 1;
    else failed += 1;
  }
  return { opened, failed };
}

const wrappedBy = async (keyId: string) =>
  (await stored()).filter(({ sealed }) => sealed.split(".")[1] === keyId).length;

test("the old key goes while processes that hold both open credentials all the time", async () => {
  await plant(10);
  let isRotating = true;
  const load = [keys.oldFirst, keys.nextFirst].map(async (keyring) => {
    const seen = { opened: 0, failed: 0 };
    do {
      const { opened, failed } = await opening(keyring);
      seen.opened += opened;
      seen.failed += failed;
    } while (isRotating);
    return seen;
  });
  const rotation = await rotateKeys(owner, organizations, keys.nextFirst);
  isRotating = false;
  const seen = await Promise.all(load);
  expect(rotation).toEqual({ moved: 40, stuck: [] });
  expect(seen.map(({ failed }) => failed)).toEqual([0, 0]);
  expect(Math.min(...seen.map(({ opened }) => opened))).toBeGreaterThanOrEqual(40);
  expect(await wrappedBy(keys.old.current.keyId)).toBe(0);
  expect(await opening(keys.next)).toEqual({ opened: 40, failed: 0 });
  expect(await opening(keys.old)).toEqual({ opened: 0, failed: 40 });
});

/** The owner's pool until `survived` statements are done; then its process is gone, and what was open rolls back. */
function mortal(survived: number): pg.Pool {
  let statements = 0;
  const connect = async () => {
    const client = await owner.connect();
    const query = async (text: string, values?: unknown[]) => {
      statements += 1;
      if (statements > survived) throw new Error("killed");
      return client.query(text, values);
    };
    return { query, release: (isBroken: boolean) => client.release(isBroken) };
  };
  return { connect } as unknown as pg.Pool;
}

test("goes on from whichever statement it was ended at", async () => {
  await plant(13);
  const whole = await stored();
  let kills = 0;
  for (let survived = 0; ; survived += 13) {
    await admin.query("truncate credential");
    await admin.query(
      `insert into credential (organization_id, connection_id, field, sealed)
       select "organizationId", "connectionId", field, sealed from jsonb_to_recordset($1::jsonb)
         as value ("organizationId" uuid, "connectionId" uuid, field text, sealed text)`,
      [JSON.stringify(whole)],
    );
    const ended = await rotateKeys(mortal(survived), organizations, keys.nextFirst).catch(() => null);
    expect(await opening(keys.nextFirst)).toEqual({ opened: 52, failed: 0 });
    if (ended) break;
    kills += 1;
    await rotateKeys(owner, organizations, keys.nextFirst);
    expect(await wrappedBy(keys.next.current.keyId)).toBe(52);
  }
  expect(kills).toBeGreaterThan(3);
});

test("keeps what was sealed anew between its look and its write", async () => {
  await plant(1);
  const [first] = await stored();
  if (!first) throw new Error("nothing was planted");
  const { sealed: _before, ...bound } = first;
  const anew = await seal(keys.old.current, "a new refresh token", bound);
  const { find, current } = keys.nextFirst;
  let isFirst = true;
  const slow: Keyring = {
    find,
    current: {
      ...current,
      wrap: async (dataKey, context) => {
        if (isFirst) {
          isFirst = false;
          await admin.query("update credential set sealed = $1 where connection_id = $2 and field = $3", [
            anew,
            bound.connectionId,
            bound.field,
          ]);
        }
        return current.wrap(dataKey, context);
      },
    },
  };
  expect(await rotateKeys(owner, organizations, slow)).toEqual({ moved: 4, stuck: [] });
  const now = (await stored()).find(
    ({ connectionId, field }) => connectionId === bound.connectionId && field === bound.field,
  );
  expect(await unseal(keys.next.find, now?.sealed ?? "", bound)).toBe("a new refresh token");
});

test("says which values no key opens, and moves the others", async () => {
  await plant(1);
  const [first] = await stored();
  await admin.query("update credential set sealed = $1 where connection_id = $2", [
    "v2.0123456789ab.AAAA.AAAA",
    first?.connectionId,
  ]);
  const { moved, stuck } = await rotateKeys(owner, organizations, keys.nextFirst);
  expect(moved).toBe(2);
  expect(stuck).toHaveLength(2);
  expect(stuck[0]).toContain(first?.connectionId);
});

/** The command as the operator runs it. */
const rotate = (onErr?: (text: string, kill: () => void) => void) =>
  chittysync(
    ["keys", "rotate"],
    { DATABASE_MIGRATE_URL: plane.ownerUrl, VAULT_KEY_FILE: files.next, VAULT_OLD_KEYS: files.old },
    onErr,
  );

test("the command, killed in the middle and called again", async () => {
  await plant(15);
  const locker = await admin.connect();
  await locker.query("begin");
  // It cannot get past this row, so that it is killed before its end.
  await locker.query(
    "select from credential order by organization_id desc, connection_id desc limit 1 for update",
  );
  const killed = await rotate((text, kill) => {
    if (text.includes("values moved")) kill();
  });
  await locker.query("rollback");
  locker.release();
  expect(killed.code).toBeNull();
  const left = await wrappedBy(keys.old.current.keyId);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(60);
  expect(await opening(keys.nextFirst)).toEqual({ opened: 60, failed: 0 });
  const { code, out } = await rotate();
  expect(code).toBe(0);
  expect(out).toContain(
    `2 organizations, ${left} values moved to key ${keys.next.current.keyId}, 0 left under another`,
  );
  expect(await opening(keys.next)).toEqual({ opened: 60, failed: 0 });
});
