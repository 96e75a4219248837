import { describe } from "vitest";
import { changeLaws } from "./contract-changes.test-kit";
import type { ContractHarness } from "./contract-harness.test-kit";
import { readLaws } from "./contract-reads.test-kit";
import { writeLaws } from "./contract-writes.test-kit";

/**
 * Registers the tests that every kind of connector passes, against one harness.
 * Call it at the top level of the kind's own `connector.test.ts` (or `connector.db.test.ts`).
 */
export function connectorContract(name: string, harness: ContractHarness): void {
  describe(`contract: ${name}`, () => {
    readLaws(harness);
    writeLaws(harness);
    changeLaws(harness);
  });
}
