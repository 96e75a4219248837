import { expect, test } from "vitest";
import { CallMeter } from "./call-meter";

function clocked() {
  let now = 1_000;
  const meter = new CallMeter(() => now);
  const pass = (ms: number) => {
    now += ms;
  };
  /** A call that ends when it is told to. */
  const call = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const done = meter.during(() => promise);
    const end = () => {
      resolve();
      return done;
    };
    return { end };
  };
  return { meter, pass, call };
}

test("calls one after the other add up; what lies between them does not count", async () => {
  const { meter, pass, call } = clocked();
  const first = call();
  pass(30);
  expect(meter.ms, "while it lasts").toBe(30);
  await first.end();
  pass(500);
  const second = call();
  pass(12);
  await second.end();
  expect(meter.ms).toBe(42);
});

test("calls at the same time count once", async () => {
  const { meter, pass, call } = clocked();
  const [first, second] = [call(), call()];
  pass(20);
  await first.end();
  pass(5);
  await second.end();
  expect(meter.ms).toBe(25);
});

test("a call that fails counts, and fails", async () => {
  const { meter, pass } = clocked();
  const failing = meter.during(async () => {
    pass(7);
    throw new Error("refused");
  });
  await expect(failing).rejects.toThrow("refused");
  expect(meter.ms).toBe(7);
});
