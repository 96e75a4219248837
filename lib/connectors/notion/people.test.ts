import { expect, test } from "vitest";
import { Calls, notionClient } from "./client";
import { namesOf } from "./people";
import { fails, ok, type Reply, scripted, uuid } from "./scripted.test-kit";

const user = (id: string, name: string | null): Reply => ok({ object: "user", id, type: "person", name });

function asked(answers: Readonly<Record<string, Reply>>) {
  const { out, seen } = scripted(
    ({ path }) => answers[path.replace("users/", "")] ?? fails(404, "object_not_found"),
  );
  const calls = new Calls(notionClient("secret_1", out.fetch, "http://notion.test"));
  return { seen, names: (...ids: number[]) => namesOf(calls, ids.map(uuid)) };
}

test("each is asked for once; nobody and the nameless are left out", async () => {
  const { names, seen } = asked({ [uuid(1)]: user(uuid(1), "Ada"), [uuid(2)]: user(uuid(2), null) });
  const told = await names(1, 2, 3, 1);
  expect([...told.names]).toEqual([[uuid(1), "Ada"]]);
  expect(told.requests).toBe(3);
  expect(seen()).toEqual(["GET users/*", "GET users/*", "GET users/*"]);
});

test.each([
  ["the right to read users", fails(403, "restricted_resource")],
  ["room in the rate limit", fails(429, "rate_limited", {}, { "retry-after": "9" })],
  ["an answer", "reset" as const],
])("without %s it ends with what is known, and throws nothing", async (_what, refusal) => {
  const { names } = asked({ [uuid(1)]: user(uuid(1), "Ada"), [uuid(2)]: refusal });
  const told = await names(1, 2, 3);
  expect([...told.names.values()]).toEqual(["Ada"]);
  expect(told.requests).toBe(2);
});
