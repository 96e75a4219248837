import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { forgetEnv } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import { type TestDatabase, testDatabase } from "../../scripts/testing/database";
import { closeControl, withOrg } from "./control";
import { closeRows } from "./row-store";

/** A database of one's own that withOrg and withRows of this process use. */
export interface ControlPlane extends TestDatabase {
  close(): Promise<void>;
}

/** The product's modules over a database of their own; one per test file, since they share one environment. */
export async function openControlPlane(): Promise<ControlPlane> {
  const database = await testDatabase();
  const folder = mkdtempSync(path.join(tmpdir(), "chittysync-test-"));
  const keyFile = path.join(folder, "vault.key");
  writeFileSync(keyFile, randomBytes(32).toString("base64"), { mode: 0o600 });
  Object.assign(process.env, {
    DATABASE_URL: database.appUrl,
    DATABASE_MIGRATE_URL: database.ownerUrl,
    APP_URL: "http://127.0.0.1:3000",
    APP_SECRET: randomBytes(24).toString("hex"),
    VAULT_KEY_FILE: keyFile,
  });
  forgetEnv();
  return {
    ...database,
    close: async () => {
      await closeControl();
      await closeRows();
      forgetEnv();
      rmSync(folder, { recursive: true, force: true });
      await database.drop();
    },
  };
}

/** The ids of an organization that has one of everything that a row may refer to. */
export interface Planted {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly registryId: string;
  readonly sideId: string;
  readonly runId: string;
}

/** Plants an organization through the application role. Its texts hold `name`. */
export async function plantOrganization(name: string): Promise<Planted> {
  const organizationId = newUuid();
  const [connectionId, registryId, sideId, runId] = [newUuid(), newUuid(), newUuid(), newUuid()];
  await withOrg(organizationId, async (db) => {
    await db.organization.create({ data: { id: organizationId, name } });
    await db.connection.create({
      data: { organizationId, id: connectionId, kind: "postgres", name, label: name },
    });
    await db.registry.create({
      data: {
        organizationId,
        id: registryId,
        name,
        fields: [],
        key: ["id"],
        mode: "bidirectional",
        schedule: "manual",
        conflict: "hash",
        match: "create-only",
        deletes: "hold",
        brakes: {},
      },
    });
    await db.side.create({
      data: {
        organizationId,
        id: sideId,
        registryId,
        connectionId,
        kind: "postgres",
        title: name,
        location: {},
        place: name,
        mappings: [],
        position: 0,
      },
    });
    await db.run.create({
      data: {
        organizationId,
        id: runId,
        registryId,
        syncId: newUuid(),
        kind: "sync",
        trigger: {},
        progress: {},
        counts: {},
        phases: [],
        brakes: [],
      },
    });
  });
  return { organizationId, connectionId, registryId, sideId, runId };
}
