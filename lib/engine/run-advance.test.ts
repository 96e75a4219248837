import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance } from "./run-advance";
import {
  type Action,
  nextAction,
  type RunEvent,
  type RunKind,
  type RunState,
  startRun,
  statusOf,
} from "./run-state";

const toSeal: readonly RunEvent[] = [
  { kind: "opened", sideIds: ["a", "b"] },
  { kind: "pulled", sideId: "a", cursor: null, next: "a1" },
  { kind: "pulled", sideId: "a", cursor: "a1", next: null },
  { kind: "pulled", sideId: "b", cursor: null, next: null },
];
const toPlan: readonly RunEvent[] = [...toSeal, { kind: "sealed", complete: true }];
const toBrake: readonly RunEvent[] = [
  ...toPlan,
  { kind: "planned-part", after: null, next: "r500" },
  { kind: "planned", after: "r500", planHash: "h1", chunks: 2 },
];
const toApply: readonly RunEvent[] = [...toBrake, { kind: "braked", severity: null }];
const toHeld: readonly RunEvent[] = [...toBrake, { kind: "braked", severity: "hold" }];
const toVerify: readonly RunEvent[] = [
  ...toApply,
  { kind: "applied", chunk: 0, issues: false },
  { kind: "applied", chunk: 1, issues: false },
];
const toClosing: readonly RunEvent[] = [...toVerify, { kind: "verified", issues: false }];

const reached = (events: readonly RunEvent[], kind: RunKind = "sync"): RunState =>
  events.reduce(advance, startRun(kind));
const close = (status: "done" | "done-with-issues" | "failed" | "stopped", reason: string | null = null) =>
  ({ kind: "close", status, reason }) as Action;

describe("nextAction after", () => {
  const cases: readonly (readonly [string, readonly RunEvent[], Action, ReturnType<typeof statusOf>])[] = [
    ["nothing", [], { kind: "open" }, "queued"],
    ["opening", toSeal.slice(0, 1), { kind: "pull", sideId: "a", cursor: null }, "running"],
    ["a page", toSeal.slice(0, 2), { kind: "pull", sideId: "a", cursor: "a1" }, "running"],
    [
      "a page told twice",
      [...toSeal.slice(0, 2), ...toSeal.slice(1, 2)],
      { kind: "pull", sideId: "a", cursor: "a1" },
      "running",
    ],
    ["the last page of a side", toSeal.slice(0, 3), { kind: "pull", sideId: "b", cursor: null }, "running"],
    ["all pages", toSeal, { kind: "seal" }, "running"],
    ["no sides", [{ kind: "opened", sideIds: [] }], { kind: "seal" }, "running"],
    [
      "an incomplete read",
      [...toSeal, { kind: "sealed", complete: false }],
      close("stopped", "incomplete-read"),
      "running",
    ],
    ["a seal", toPlan, { kind: "plan", after: null }, "running"],
    [
      "a lost seal",
      [...toPlan, { kind: "unsealed" }],
      { kind: "pull", sideId: "a", cursor: null },
      "running",
    ],
    ["a part of the plan", toBrake.slice(0, -1), { kind: "plan", after: "r500" }, "running"],
    [
      "a part of the plan told twice",
      [...toBrake.slice(0, -1), { kind: "planned-part", after: null, next: "r500" }],
      { kind: "plan", after: "r500" },
      "running",
    ],
    ["the plan", toBrake, { kind: "brake" }, "running"],
    ["a lost seal after the plan", [...toBrake, { kind: "unsealed" }], { kind: "brake" }, "running"],
    ["no brake", toApply, { kind: "apply", chunk: 0 }, "running"],
    ["a brake that holds", toHeld, { kind: "hold" }, "held"],
    [
      "a brake that stops",
      [...toBrake, { kind: "braked", severity: "stop" }],
      close("stopped", "brake"),
      "running",
    ],
    [
      "an approval",
      [...toHeld, { kind: "approved", planHash: "h1" }],
      { kind: "apply", chunk: 0 },
      "running",
    ],
    [
      "an approval of another plan",
      [...toHeld, { kind: "approved", planHash: "h0" }],
      { kind: "hold" },
      "held",
    ],
    [
      "an approval before the hold",
      [...toBrake, { kind: "approved", planHash: "h1" }, { kind: "braked", severity: "hold" }],
      { kind: "hold" },
      "held",
    ],
    ["a rejection", [...toHeld, { kind: "rejected" }], close("stopped", "rejected"), "running"],
    ["a newer plan", [...toHeld, { kind: "superseded" }], close("stopped", "superseded"), "running"],
    ["nobody deciding in time", [...toHeld, { kind: "expired" }], close("stopped", "expired"), "running"],
    [
      "a time that runs out after the approval",
      [...toApply, { kind: "expired" }],
      { kind: "apply", chunk: 0 },
      "running",
    ],
    [
      "a newer plan while writing",
      [...toApply, { kind: "superseded" }],
      { kind: "apply", chunk: 0 },
      "running",
    ],
    ["an approval that counts no more", [...toApply, { kind: "approval-lost" }], { kind: "hold" }, "held"],
    [
      "another approval of the same plan",
      [...toVerify.slice(0, -1), { kind: "approval-lost" }, { kind: "approved", planHash: "h1" }],
      { kind: "apply", chunk: 1 },
      "running",
    ],
    ["a chunk", toVerify.slice(0, -1), { kind: "apply", chunk: 1 }, "running"],
    [
      "a chunk told twice",
      [...toVerify.slice(0, -1), { kind: "applied", chunk: 0, issues: true }],
      { kind: "apply", chunk: 1 },
      "running",
    ],
    ["all chunks", toVerify, { kind: "verify" }, "running"],
    [
      "an empty plan",
      [
        ...toPlan,
        { kind: "planned", after: null, planHash: "h0", chunks: 0 },
        { kind: "braked", severity: null },
      ],
      { kind: "verify" },
      "running",
    ],
    ["the verification", toClosing, close("done"), "running"],
    [
      "issues on the way",
      [
        ...toApply,
        { kind: "applied", chunk: 0, issues: true },
        { kind: "applied", chunk: 1, issues: false },
        { kind: "verified", issues: false },
      ],
      close("done-with-issues"),
      "running",
    ],
    [
      "issues in the end",
      [...toVerify, { kind: "verified", issues: true }],
      close("done-with-issues"),
      "running",
    ],
    ["a failure", [...toApply, { kind: "failed" }], close("failed", "failed"), "running"],
    ["a failure before it opened", [{ kind: "failed" }], close("failed", "failed"), "running"],
    ["a failure once it is over", [...toClosing, { kind: "failed" }], close("done"), "running"],
    ["the close", [...toClosing, { kind: "closed" }], { kind: "done" }, "done"],
    [
      "the close of a failed run",
      [...toApply, { kind: "failed" }, { kind: "closed" }],
      { kind: "done" },
      "failed",
    ],
  ];
  it.each(cases)("%s", (_name, events, action, status) => {
    expect(nextAction(reached(events))).toEqual(action);
    expect(statusOf(reached(events))).toBe(status);
  });

  const planOnly: readonly RunKind[] = ["dry-run", "shadow", "drift-check"];
  it.each(planOnly)("the plan of a %s: it ends, whatever would have held it", (kind) => {
    expect(nextAction(reached(toApply, kind))).toEqual(close("done"));
    expect(nextAction(reached(toHeld, kind))).toEqual(close("done"));
  });
  it.each<RunKind>(["restore", "undo"])("the plan of a %s: it goes on to write", (kind) => {
    expect(nextAction(reached(toApply, kind))).toEqual({ kind: "apply", chunk: 0 });
  });
});

const event: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.constantFrom<RunEvent>(...toClosing, ...toHeld),
  fc.constantFrom<RunEvent>(
    { kind: "sealed", complete: false },
    { kind: "unsealed" },
    { kind: "braked", severity: "stop" },
    { kind: "approved", planHash: "h0" },
    { kind: "approved", planHash: "h1" },
    { kind: "approval-lost" },
    { kind: "rejected" },
    { kind: "superseded" },
    { kind: "expired" },
    { kind: "failed" },
    { kind: "closed" },
    { kind: "applied", chunk: 7, issues: true },
  ),
);

describe("advance, for any order of events", () => {
  it("has a next step, never leaves the end, and never writes a held plan without its approval", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.nat(toHeld.length), (events, prefix) => {
        let state = reached(toHeld.slice(0, prefix));
        for (const one of events) {
          const next = advance(state, one);
          expect(nextAction(next).kind).toBeTypeOf("string");
          if (state.phase === "closed") expect(next).toBe(state);
          if (state.phase === "held" && next.phase === "apply")
            expect(one).toEqual({ kind: "approved", planHash: state.planHash });
          expect(next.chunk).toBeGreaterThanOrEqual(state.chunk);
          state = next;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("does nothing on the same event twice", () => {
    fc.assert(
      fc.property(fc.nat(toClosing.length - 1), (at) => {
        const once = reached(toClosing.slice(0, at + 1));
        const last = toClosing[at];
        if (last !== undefined) expect(advance(once, last)).toEqual(once);
      }),
    );
  });

  it("survives storage", () => {
    for (let at = 0; at <= toClosing.length; at++) {
      const state = reached(toClosing.slice(0, at));
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }
  });
});
