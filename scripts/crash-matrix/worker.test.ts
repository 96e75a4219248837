import { EventEmitter } from "node:events";
import { describe, expect, it, vi } from "vitest";
import type { Call, Fault, Mode } from "./fault";
import { currentWorker, type Wire, Worker } from "./worker";

const call: Call = { party: "ours", name: "select 1", lasting: false };

/** A call that notes what becomes of it. */
function wire(log: string[], name: string): Wire {
  return {
    send: async () => {
      log.push(`${name} sent`);
    },
    deliver: () => {
      log.push(`${name} delivered`);
    },
    fail: async (how) => {
      log.push(`${name} failed by ${how}`);
    },
  };
}

const fault = (index: number, mode: Mode): Fault => ({ index, mode, failure: "refused", ending: "resumed" });

/** Three calls of one worker, the first two at once; the second meets the fault. */
async function threeCalls(mode: Mode) {
  const log: string[] = [];
  const worker = new Worker(fault(2, mode), async () => {
    log.push(`people edit as ${currentWorker() === null ? "themselves" : "the worker"}`);
  });
  const life = await worker.live(async () => {
    await Promise.all([worker.pass(call, wire(log, "a")), worker.pass(call, wire(log, "b"))]);
    await worker.pass(call, wire(log, "c"));
    return "done";
  });
  return { log, life, worker };
}

describe("a worker", () => {
  it("makes its calls one after the other, and the fault meets the one of its number", async () => {
    const { log, life, worker } = await threeCalls("error-before");
    const edit = "people edit as themselves";
    expect(log).toEqual(["a sent", "a delivered", edit, "b failed by refused", "c sent", "c delivered"]);
    expect(life).toEqual({ kind: "answer", value: "done" });
    expect(worker.trace).toHaveLength(3);
    expect(worker.met).toBe(true);
  });

  it.each([
    ["error-after", ["b sent", "b failed by refused"]],
    ["timeout-after", ["b sent", "b failed by timeout"]],
  ] as const)("learns of %s after the server has done it", async (mode, lines) => {
    const { log } = await threeCalls(mode);
    expect(log.filter((line) => line.startsWith("b"))).toEqual(lines);
  });

  it.each([
    ["kill-before", []],
    ["kill-after", ["b sent"]],
  ] as const)("that dies by %s runs on nowhere", async (mode, lines) => {
    const { log, life, worker } = await threeCalls(mode);
    expect(life).toEqual({ kind: "killed" });
    expect(worker.dead).toBe(true);
    void worker.pass(call, wire(log, "ghost"));
    await new Promise(setImmediate);
    expect(log.filter((line) => !line.startsWith("people"))).toEqual(["a sent", "a delivered", ...lines]);
  });

  it("takes its sockets and timers with it", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const heard: string[] = [];
    const socket = new EventEmitter();
    socket.on("close", () => heard.push("close"));
    const worker = new Worker(fault(1, "kill-before"));
    worker.held.sockets.add({ emitter: socket, destroy: () => socket.emit("close") });
    worker.held.timers.add(setTimeout(() => heard.push("timer")));
    await worker.live(() => worker.pass(call, wire([], "a")));
    vi.runAllTimers();
    vi.useRealTimers();
    expect(heard).toEqual([]);
  });
});
