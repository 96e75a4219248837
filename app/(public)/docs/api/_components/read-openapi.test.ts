import { expect, test } from "vitest";
import { openApiDocument } from "@/lib/http/openapi";
import { allOperations } from "@/lib/http/operations/all";
import { callsOf } from "./read-openapi";

const calls = callsOf(openApiDocument()).flatMap((group) => group.calls);

test("every operation is in the reference, once", () => {
  expect(calls.map(({ id }) => id).sort()).toEqual(allOperations.map(({ id }) => id).sort());
});

test("what is sent and answered is told with its types, through references, lists and what may be null", () => {
  const made = calls.find(({ id }) => id === "createRegistry");
  expect(made).toMatchObject({ method: "POST", path: "/registries" });
  const sides = made?.body.find(({ name }) => name === "sides");
  expect(sides).toMatchObject({ type: "list of object", isRequired: true });
  expect(sides?.members.map(({ name }) => name)).toContain("connectionId");
  expect(made?.answer.find(({ name }) => name === "lastRunId")?.type).toBe("text or null");
  expect(made?.statuses.map(({ status }) => status)).toEqual(expect.arrayContaining(["201", "402", "422"]));
  expect(made?.example).toContain('"connectionId"');
});
