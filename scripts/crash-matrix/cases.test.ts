import { describe, expect, it } from "vitest";
import { allFaults, sampleFaults } from "./cases";
import { type Call, MODES, PARTIES } from "./fault";
import { readOptions } from "./options";

const call = (party: Call["party"], name: string, lasting = false): Call => ({ party, name, lasting });
const trace: readonly Call[] = [
  ...Array.from({ length: 40 }, (_, at) =>
    call("ours", at % 8 === 7 ? "commit" : `query ${at}`, at % 8 === 7),
  ),
  call("theirs", "select"),
  call("theirs", "commit", true),
  call("notion", "GET /v1/pages/{id}"),
  call("notion", "POST /v1/pages", true),
  call("google", "POST /v4/spreadsheets/{id}:batchUpdate", true),
];

describe("the faults", () => {
  const faults = allFaults(trace);

  it("are of every call in every mode", () => {
    for (const [at] of trace.entries())
      for (const mode of MODES)
        expect(faults.some((fault) => fault.index === at + 1 && fault.mode === mode)).toBe(true);
    expect(new Set(faults.map((fault) => JSON.stringify(fault))).size).toBe(faults.length);
  });

  it("end in every way, and where a customer's system is written to, at each call", () => {
    const endings = (chosen: typeof faults) => new Set(chosen.map(({ ending }) => ending));
    const killed = faults.filter(({ mode }) => mode.startsWith("kill"));
    expect(endings(killed)).toEqual(new Set(["resumed", "given-up", "overtaken"]));
    for (const index of [42, 44, 45]) {
      expect(endings(killed.filter((fault) => fault.index === index)).size).toBe(3);
      expect(
        endings(faults.filter((fault) => fault.index === index && fault.mode === "error-after")).size,
      ).toBe(2);
    }
  });

  it("never let another run overtake a worker that lives", () => {
    expect(faults.some(({ mode, ending }) => !mode.startsWith("kill") && ending === "overtaken")).toBe(false);
  });

  it("never let a database refuse what it has done", () => {
    const refused = faults.filter(({ mode, failure }) => mode === "error-after" && failure === "refused");
    expect(new Set(refused.map(({ index }) => trace[index - 1]?.party))).toEqual(
      new Set(["notion", "google"]),
    );
  });
});

describe("a sample", () => {
  const faults = allFaults(trace);
  const sample = (seed: number) => sampleFaults(faults, trace, { count: 60, seed });

  it("is as large as asked, without repetition, and the same for the same seed", () => {
    expect(new Set(sample(1).map((fault) => JSON.stringify(fault))).size).toBe(60);
    expect(sample(1)).toEqual(sample(1));
    expect(sample(1)).not.toEqual(sample(2));
    expect(sampleFaults(faults, trace, { count: 1_000_000, seed: 1 })).toHaveLength(faults.length);
  });

  it("has every mode at every kind of call", () => {
    const kinds = new Set(
      sample(1).map(({ index, mode }) => `${mode} ${trace[index - 1]?.party} ${trace[index - 1]?.lasting}`),
    );
    expect(kinds.size).toBe(7 * MODES.length);
  });
});

describe("the command line", () => {
  it("takes a range of calls, modes and a sample, and refuses the rest in one sentence", () => {
    expect(readOptions([])).toEqual({
      from: 1,
      to: Number.POSITIVE_INFINITY,
      modes: MODES,
      parties: PARTIES,
      sample: null,
      idleRuns: 3,
      json: false,
    });
    expect(readOptions(["--from", "3", "--to", "4", "--mode", "kill-after", "--json"])).toMatchObject({
      from: 3,
      to: 4,
      modes: ["kill-after"],
      json: true,
    });
    expect(readOptions(["--sample", "60", "--seed", "7"]).sample).toEqual({ count: 60, seed: 7 });
    for (const argv of [["--mode", "kill"], ["--party", "us"], ["--from", "x"], ["--nope"], ["extra"]])
      expect(() => readOptions(argv)).toThrow(/usage/);
  });
});
