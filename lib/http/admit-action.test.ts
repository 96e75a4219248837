import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/errors";

const asked = vi.hoisted(() => ({
  isOwnPage: true,
  signedIn: true,
  refusal: null as unknown,
  counted: [] as unknown[],
}));

vi.mock("@/lib/auth/request-caller", () => ({
  requireOwnPage: async () => {
    if (!asked.isOwnPage) throw new Error("another site");
  },
  signedIn: async () => (asked.signedIn ? {} : null),
}));
vi.mock("@/lib/auth/request-session", () => ({ requestSessionHash: async () => "hash" }));
vi.mock("@/lib/auth/client-address", () => ({ clientAddressOf: () => "203.0.113.7" }));
vi.mock("next/headers", () => ({ headers: async () => new Headers() }));
vi.mock("./rate-limit", () => ({
  limitAction: async (subjects: unknown) => {
    asked.counted.push(subjects);
    return { refusal: asked.refusal, headers: {} };
  },
}));

const { admitAction } = await import("./admit-action");

beforeEach(() => {
  Object.assign(asked, { isOwnPage: true, signedIn: true, refusal: null, counted: [] });
});

test("an action is counted for the session that is open, the address and the organization", async () => {
  await admitAction("o");
  asked.signedIn = false;
  await admitAction();
  const address = "203.0.113.7";
  expect(asked.counted).toEqual([
    { session: "hash", address, organizationId: "o" },
    { session: null, address, organizationId: null },
  ]);
});

test("what has asked too often is refused, and another site's page costs nobody anything", async () => {
  asked.refusal = new AppError("rate-limited", "Too often.");
  await expect(admitAction()).rejects.toBe(asked.refusal);
  asked.isOwnPage = false;
  await expect(admitAction()).rejects.toThrow("another site");
  expect(asked.counted).toHaveLength(1);
});

const APP = path.resolve(import.meta.dirname, "../../app");

/** `begun` is a door of its file before `answer`; `answerMail`, `answerPerson`, `change` and `onTheWay` are those of people without an organization. */
const GUARDED =
  /return (?:answer|answerMail|answerPerson|asked|begun|change|onTheWay)\(|= await (?:answer|asked)\(|^ {2}await admitAction\(\)/m;

const actions = readdirSync(APP, { recursive: true, encoding: "utf8" })
  .filter((file) => /[.]tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(path.join(APP, file), "utf8") }))
  .filter(({ text }) => /^\s*["']use server["']/m.test(text))
  .flatMap(({ file, text }) =>
    text
      .split(/^export (?=async function|const )/m)
      .slice(1)
      .map((code) => ({ file, code })),
  );

test("every server action is taken from our own pages only, and counted", () => {
  expect(actions.length).toBeGreaterThan(30);
  const unguarded = actions.filter(({ code }) => !GUARDED.test(code));
  expect(unguarded.map(({ file, code }) => `${file}: ${code.split("(")[0]}`)).toEqual([]);
});

test("and their common door asks for it first", () => {
  const door = readFileSync(path.join(APP, "(dashboard)/[org]/_session/answer.ts"), "utf8");
  expect(door.match(/try \{\n {4}await admitAction\(caller\.organizationId\);/g)).toHaveLength(2);
  const others = [
    "(auth)/_session/answer-mail.ts",
    "(auth)/_session/answer-person.ts",
    "(auth)/account/actions.ts",
    "(auth)/sign-in/actions.ts",
  ];
  for (const other of others)
    expect(readFileSync(path.join(APP, other), "utf8")).toMatch(/try \{\n {4}await admitAction\(\);/);
});
