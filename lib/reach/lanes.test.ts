import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Lanes } from "./lanes";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Works that go on until they are ended, and those that have begun. */
function works(lanes: Lanes) {
  const begun: string[] = [];
  const ends = new Map<string, (failed?: Error) => void>();
  const start = (name: string) =>
    lanes.hold(async () => {
      begun.push(name);
      await new Promise<void>((resolve, reject) =>
        ends.set(name, (failed) => (failed ? reject(failed) : resolve())),
      );
      return name;
    });
  return { begun, start, end: (name: string, failed?: Error) => ends.get(name)?.(failed) };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

test("so many go on at once, the others one after another as places come free, also by a failure", async () => {
  const { begun, start, end } = works(new Lanes(2, 1_000));
  const [a, b, c, d] = ["a", "b", "c", "d"].map(start);
  await settled();
  expect(begun).toEqual(["a", "b"]);
  end("b", new Error("failed"));
  await expect(b).rejects.toThrow("failed");
  await settled();
  expect(begun).toEqual(["a", "b", "c"]);
  for (const name of ["a", "c"]) end(name);
  await settled();
  end("d");
  expect(await Promise.all([a, c, d])).toEqual(["a", "c", "d"]);
  const e = start("e");
  await settled();
  end("e");
  expect(await e).toBe("e");
});

test("who waits too long is turned away, and takes nobody's place", async () => {
  const { begun, start, end } = works(new Lanes(1, 1_000));
  const a = start("a");
  const b = start("b");
  const refused = expect(b).rejects.toMatchObject({ kind: "upstream-unavailable" });
  await vi.advanceTimersByTimeAsync(1_000);
  await refused;
  const c = start("c");
  end("a");
  await a;
  await settled();
  expect(begun).toEqual(["a", "c"]);
  end("c");
  await c;
});
