import { afterAll, beforeAll } from "vitest";
import { type ControlPlane, openControlPlane } from "./control-plane.test-kit";
import { runStoreContract } from "./run-store.test-kit";
import { openPostgresHarness } from "./testing/run-store-kit/postgres-harness";

let plane: ControlPlane;

beforeAll(async () => {
  plane = await openControlPlane();
});

afterAll(() => plane.close());

runStoreContract("Postgres", () => openPostgresHarness());
