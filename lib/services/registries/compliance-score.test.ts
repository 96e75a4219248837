import { describe, expect, test } from "vitest";
import { type ComplianceMeasures, complianceOf } from "./compliance-score";

const WHOLE: ComplianceMeasures = {
  rows: { good: 1_204, of: 1_204 },
  relations: { good: 300, of: 300 },
  drift: { good: 1, of: 1 },
  approvals: { good: 2, of: 2 },
  ledger: { good: 1, of: 1 },
};

describe("the compliance score", () => {
  test.each<[string, Partial<ComplianceMeasures>, number | null]>([
    ["nothing amiss", {}, 100],
    ["one row of 1,204 is never rounded away", { rows: { good: 1_203, of: 1_204 } }, 99],
    ["half of the rows", { rows: { good: 602, of: 1_204 } }, 80],
    ["an overdue drift check", { drift: { good: 0, of: 1 } }, 80],
    ["one approval of two expired", { approvals: { good: 1, of: 2 } }, 95],
    ["a broken ledger", { ledger: { good: 0, of: 1 } }, 90],
    ["what is not known counts neither for nor against", { ledger: { unknown: "Not verified." } }, 100],
    [
      "the others share the weight of what is not known",
      { ledger: { unknown: "?" }, approvals: { good: 0, of: 0 }, drift: { good: 0, of: 1 } },
      75,
    ],
    ["more good than there are", { rows: { good: 9, of: 8 } }, 100],
    [
      "nothing known",
      {
        rows: { good: 0, of: 0 },
        relations: { good: 0, of: 0 },
        drift: { unknown: "?" },
        approvals: { good: 0, of: 0 },
        ledger: { unknown: "?" },
      },
      null,
    ],
  ])("%s", (_what, change, score) => {
    expect(complianceOf({ ...WHOLE, ...change }).score).toBe(score);
  });

  test("each part has its number, its weight and what would raise it, or why it is left out", () => {
    const { parts } = complianceOf({
      ...WHOLE,
      rows: { good: 1_200, of: 1_204 },
      relations: { good: 0, of: 0 },
      ledger: { unknown: "Not verified." },
    });
    expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    expect(parts.map(({ name, good, of, unknown, raise }) => [name, good, of, unknown, raise])).toEqual([
      ["rows", 1_200, 1_204, null, "Mend the rows under Issues."],
      ["relations", null, null, "No field points at another registry.", null],
      ["drift", 1, 1, null, null],
      ["approvals", 2, 2, null, null],
      ["ledger", null, null, "Not verified.", null],
    ]);
  });
});
