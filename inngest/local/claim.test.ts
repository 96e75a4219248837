import { expect, it } from "vitest";
import { thatFit } from "./claim";

const task = (id: string, ...places: [string, number][]) => ({
  id,
  slots: places.map(([slot]) => slot),
  slot_limits: places.map(([, limit]) => limit),
});
const ids = (tasks: readonly { id: string }[]) => tasks.map((one) => one.id);

it("takes what fits together with what executes, in order", () => {
  const tasks = [task("1", ["a", 2]), task("2", ["a", 2]), task("3", ["b", 1]), task("4")];
  expect(ids(thatFit(tasks, new Map()))).toEqual(["1", "2", "3", "4"]);
  expect(ids(thatFit(tasks, new Map([["a", 1]])))).toEqual(["1", "3", "4"]);
  expect(
    ids(
      thatFit(
        tasks,
        new Map([
          ["a", 2],
          ["b", 1],
        ]),
      ),
    ),
  ).toEqual(["4"]);
});

it("a task needs room in all its slots and takes none when one is full", () => {
  const tasks = [task("1", ["a", 1], ["b", 1]), task("2", ["a", 1])];
  expect(ids(thatFit(tasks, new Map([["b", 1]])))).toEqual(["2"]);
});
