import { expect, test } from "vitest";
import { requestRunInput } from "./request-run";

test.each([
  ["undo", "POST /runs/{id}/undo"],
  ["restore", "POST /registries/{id}/restore"],
])("a run of the kind %s is asked for elsewhere, and the refusal says where", (kind, address) => {
  const { error } = requestRunInput.safeParse({ kind });
  expect(error?.issues[0]?.message).toContain(address);
});

test.each([{ toString: 1 }, "constructor", null, ["undo"]])("%o is no kind, and breaks nothing", (kind) => {
  const { error } = requestRunInput.safeParse({ kind });
  expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringMatching(/^Invalid/)]);
});
