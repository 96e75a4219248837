import { afterAll, beforeAll, test } from "vitest";
import { type ControlPlane, openControlPlane } from "./control-plane.test-kit";
import { runStoreContract } from "./run-store.test-kit";
import { openMemoryHarness } from "./testing/run-store-kit/memory-harness";
import type { SamplePlaces } from "./testing/run-store-kit/places";
import { openPostgresHarness } from "./testing/run-store-kit/postgres-harness";
import { expectSameAnswers } from "./testing/run-store-kit/same-answers";

let plane: ControlPlane;

beforeAll(async () => {
  plane = await openControlPlane();
});

afterAll(() => plane.close());

runStoreContract("Postgres", () => openPostgresHarness());

test("Postgres and memory answer, refuse and keep the same for any calls", async () => {
  const openBoth = async (places: SamplePlaces) =>
    [await openPostgresHarness(places), await openMemoryHarness(places)] as const;
  await expectSameAnswers(openBoth, { runs: 30 });
});
