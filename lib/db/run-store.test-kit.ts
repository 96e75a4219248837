import { describe, expect, test } from "vitest";
import type { RunStore } from "./run-store";
import { candidateTests } from "./testing/run-store-kit/candidates";
import { carryTests } from "./testing/run-store-kit/carrying";
import { commitTests } from "./testing/run-store-kit/commits";
import { conflictTests } from "./testing/run-store-kit/conflicts";
import { driftTests } from "./testing/run-store-kit/drift";
import { flowTests } from "./testing/run-store-kit/flows";
import type { OpenHarness } from "./testing/run-store-kit/harness";
import { identificationTests } from "./testing/run-store-kit/identification";
import { issueTests } from "./testing/run-store-kit/issues";
import { leaseTests } from "./testing/run-store-kit/lease";
import { leftRunTests } from "./testing/run-store-kit/left-runs";
import { linkTests } from "./testing/run-store-kit/links";
import { orderTests } from "./testing/run-store-kit/orders";
import { planTests } from "./testing/run-store-kit/plans";
import { progressTests } from "./testing/run-store-kit/progress";
import { relationTests } from "./testing/run-store-kit/relations";
import { rowUseTests } from "./testing/run-store-kit/row-use";
import { stagingTests } from "./testing/run-store-kit/staging";
import { unsureCreateTests } from "./testing/run-store-kit/unsure-creates";

/** Holds a store to the contract of `RunStore`: every call, with the same answers from Postgres and from memory. */
export function runStoreContract(name: string, open: OpenHarness): void {
  const asked = new Set<string>();
  const contract = new Set<string>();
  const listened: OpenHarness = async () => {
    const harness = await open();
    return { ...harness, store: listening(harness.store, asked, contract) };
  };
  describe(`${name} keeps runs`, () => {
    describe("leases and transactions", () => leaseTests(listened));
    describe("a run's and a registry's place", () => progressTests(listened));
    describe("the use of a plan", () => rowUseTests(listened));
    describe("staging", () => stagingTests(listened));
    describe("carried records", () => carryTests(listened));
    describe("identification", () => identificationTests(listened));
    describe("candidates", () => candidateTests(listened));
    describe("drift", () => driftTests(listened));
    describe("plans", () => planTests(listened));
    describe("unsure creates", () => unsureCreateTests(listened));
    describe("left runs", () => leftRunTests(listened));
    describe("commits", () => commitTests(listened));
    describe("flow", () => flowTests(listened));
    describe("links", () => linkTests(listened));
    describe("conflicts", () => conflictTests(listened));
    describe("issues", () => issueTests(listened));
    describe("orders", () => orderTests(listened));
    describe("relations", () => relationTests(listened));
    test("every call of the contract was asked for", () => {
      expect([...contract].filter((call) => !asked.has(call))).toEqual([]);
      expect(contract.size).toBeGreaterThan(0);
    });
  });
}

/** The store, noting which calls there are and which of them were asked for. */
const listening = (store: RunStore, asked: Set<string>, contract: Set<string>): RunStore => ({
  load: (runId) => store.load(runId),
  rulesOf: (registryId) => store.rulesOf(registryId),
  transact: (work) =>
    store.transact((tx) => {
      for (const call of Object.keys(tx)) contract.add(call);
      const noting = new Proxy(tx, {
        get: (target, call, receiver) => {
          asked.add(String(call));
          return Reflect.get(target, call, receiver);
        },
      });
      return work(noting);
    }),
});
