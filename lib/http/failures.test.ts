import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { forgetEnv } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import { operation } from "./operation";
import { serve } from "./serve";
import { shownError } from "./shown-error";

vi.mock("@/lib/db/resolve", () => ({
  findKeyHolder: async () => ({ organizationId: newUuid(), id: newUuid(), scopes: ["write"], role: null }),
}));

const DATABASE_URL = "postgres://app:hunter2-database@10.1.2.3:5432/chittysync";

beforeEach(() => {
  Object.assign(process.env, {
    DATABASE_URL,
    APP_URL: "https://app.example.com",
    APP_SECRET: "hunter2-secret-0123456789-abcdefgh",
    VAULT_KEY_FILE: "/etc/chittysync/hunter2.key",
  });
  forgetEnv();
});

/** What must be in no answer: stacks, paths, SQL, addresses, versions, values of the environment, names of packages. */
const INSIDE =
  /hunter2|\bat .*[:(]\d|node_modules|file:\/\/|\/(etc|work|home|app|usr|tmp)\/|select |insert |relation|column|constraint|10\.1\.2\.3|5432|ECONN|ENOENT|EACCES|\bpg\b|prisma|node:|v\d+\.\d+|P20\d\d|TypeError|undefined|heap|zod/i;

const coded = (message: string, more: object): Error => Object.assign(new Error(message), more);

const circular: Record<string, unknown> = {};
circular.self = circular;

const FAILURES: readonly (readonly [string, () => unknown])[] = [
  ["a refused connection", () => coded("connect ECONNREFUSED 10.1.2.3:5432", { code: "ECONNREFUSED" })],
  ["a connection that was cut", () => coded("read ECONNRESET", { code: "ECONNRESET" })],
  ["a name that does not resolve", () => coded("getaddrinfo ENOTFOUND db.hunter2", { code: "ENOTFOUND" })],
  ["a wrong password", () => coded('password authentication failed for user "app"', { code: "28P01" })],
  [
    "broken SQL",
    () => coded('syntax error at or near "selekt"', { code: "42601", query: "selekt * from rows.base" }),
  ],
  [
    "a broken constraint",
    () =>
      coded('duplicate key value violates unique constraint "registry_pkey"', {
        code: "23505",
        detail: "Key (id)=(hunter2) already exists.",
        table: "registry",
      }),
  ],
  ["a missing relation", () => coded('relation "rows.obs" does not exist', { code: "42P01" })],
  [
    "a refused policy",
    () => coded('new row violates row-level security policy for "base"', { code: "42501" }),
  ],
  ["a deadlock", () => coded("deadlock detected", { code: "40P01" })],
  ["a pool without connections", () => new Error("timeout exceeded when trying to connect at node:net")],
  [
    "Prisma's own error",
    () =>
      coded("Invalid `prisma.apiKey.findMany()` invocation in /work/lib/db/control.ts:12", { code: "P2021" }),
  ],
  ["a file that is not there", () => coded("ENOENT: no such file, open '/etc/hunter2'", { code: "ENOENT" })],
  [
    "a file that may not be read",
    () => coded("EACCES: permission denied, open '/app/k'", { code: "EACCES" }),
  ],
  ["a full disk", () => coded("ENOSPC: no space left on device, write", { code: "ENOSPC" })],
  ["a mistake of ours", () => new TypeError("Cannot read properties of undefined (reading 'hunter2')")],
  ["too deep a recursion", () => new RangeError("Maximum call stack size exceeded")],
  ["a value of the environment", () => new Error(`The environment is not usable: ${DATABASE_URL}`)],
  [
    "a provider's page of HTML",
    () => new SyntaxError("Unexpected token '<', \"<html>hunter2\" is not valid JSON"),
  ],
  [
    "a worker that died",
    () => new Error("Worker terminated due to reaching memory limit: JS heap out of memory"),
  ],
  ["an error of several", () => new AggregateError([new Error("hunter2")], "All promises were rejected")],
  ["an error with its cause", () => new Error("outer v24.21.0", { cause: new Error("hunter2 at /usr/lib") })],
  ["an error that holds itself", () => coded("circular", { circular })],
  [
    "our own assertion",
    () => new AppError("internal", "hunter2 is undefined", { remedy: "see /etc/chittysync" }),
  ],
  ["a text", () => "hunter2"],
  ["an object", () => ({ password: "hunter2", toString: () => "hunter2" })],
  ["nothing", () => undefined],
];

const call = operation({
  id: "fail",
  method: "POST",
  path: "/failures",
  summary: "Fails",
  permission: "registry:write",
  answer: z.object({ id: z.string() }),
  status: 200,
});

const request = (): Request =>
  new Request("https://app.example.com/api/v1/failures", {
    method: "POST",
    headers: { authorization: `Bearer chs_live_${"k".repeat(43)}` },
  });

/** What `work` leaves in the log, as its lines. */
async function logged<T>(work: () => Promise<T> | T): Promise<{ result: T; lines: string[] }> {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    const result = await work();
    return { result, lines: write.mock.calls.map(([line]) => String(line)) };
  } finally {
    write.mockRestore();
  }
}

test("more than twenty failures are forced", () => {
  expect(FAILURES.length).toBeGreaterThan(20);
  for (const [, thrown] of FAILURES.slice(0, 2)) expect(String(thrown())).toMatch(INSIDE);
});

test.each(FAILURES)("of %s the API says nothing but the id it is logged under", async (_what, thrown) => {
  const failing = serve(call, async () => {
    throw thrown();
  });
  const { result: response, lines } = await logged(() => failing(request()));
  expect(response.status).toBe(500);
  const { requestId, ...text } = (await response.json()) as { requestId: string };
  expect(JSON.stringify(text)).not.toMatch(INSIDE);
  expect([...response.headers].join()).not.toMatch(INSIDE);
  expect(response.headers.get("x-request-id")).toBe(requestId);
  expect(lines.filter((line) => line.includes("api.failed") && line.includes(requestId))).toHaveLength(1);
});

test.each(FAILURES)("of %s a button says nothing but the id it is logged under", async (_what, thrown) => {
  const errorId = newUuid();
  const { result, lines } = await logged(() => shownError(thrown(), { event: "action.failed", errorId }));
  const { message, remedy, paths, cause } = result;
  expect(`${message} ${remedy}`.replace(errorId, "")).not.toMatch(INSIDE);
  expect(remedy).toContain(errorId);
  expect([paths, cause]).toEqual([[], undefined]);
  expect(lines.filter((line) => line.includes("action.failed") && line.includes(errorId))).toHaveLength(1);
});

test("an answer that is not as its view is our mistake too", async () => {
  const wrong = serve(call, async () => ({ id: 7 as unknown as string }));
  const { result: response } = await logged(() => wrong(request()));
  expect(response.status).toBe(500);
  const { requestId, ...text } = (await response.json()) as { requestId: string };
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.stringify(text)).not.toMatch(INSIDE);
});

test("a refusal is shown as it is and is no entry of the log", async () => {
  const refusal = new AppError("stale", "Changed meanwhile.", { remedy: "Look again." });
  const { result, lines } = await logged(() => shownError(refusal, { event: "action.failed", errorId: "e" }));
  expect(result).toBe(refusal);
  expect(lines).toEqual([]);
});
