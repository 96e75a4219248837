import path from "node:path";
import { describe, expect, test } from "vitest";
import { cellsOf } from "./cells";
import { addressOf, type Door, doorName, doorsIn } from "./doors";
import { toldBy } from "./fingerprint";
import { ARGUMENTS, ENDS_SESSION, IDLE, KINDS, kindOf, QUERIES, WITHOUT_COOKIES } from "./parameters";
import type { Ids, Place } from "./place";
import { actionsOf, methodsOf } from "./read-source";
import { filled, templateOf } from "./template";

const doors = doorsIn(path.resolve(import.meta.dirname, "../.."));

const door = (given: Partial<Door>): Door => ({
  ...{ kind: "page", file: "app/x/page.tsx", action: "", method: "GET", path: "/x", parameters: [] },
  ...given,
});

const idsOf = (letter: string): Ids =>
  Object.fromEntries(
    "org con reg sid run row cnf iss key per ops inv ses idn idp drf token text"
      .split(" ")
      .map((kind) => [kind, `${kind}_${letter.repeat(26)}`]),
  ) as unknown as Ids;

const place: Place = {
  own: idsOf("1"),
  foreign: idsOf("2"),
  deleted: idsOf("3"),
  askers: [{ name: "viewer", session: "s", key: "k", fills: "own" }],
  canary: "CANARY",
  lendSession: () => Promise.reject(new Error("nobody asks")),
};

describe("the inventory", () => {
  test("has every kind of door, each once", () => {
    expect(doors.length).toBeGreaterThan(150);
    expect(new Set(doors.map(doorName)).size).toBe(doors.length);
    for (const name of ["page /{org}/runs/{run}", "GET /api/v1/rows/{id}", "POST /api/inngest", "page /"])
      expect(doors.map(doorName)).toContain(name);
  });

  test.each([
    ["page.tsx", "/"],
    ["(dashboard)/[org]/runs/[run]/page.tsx", "/{org}/runs/{run}"],
    ["(dashboard)/[org]/_first-sync/actions.ts", "/{org}"],
    ["api/[...path]/route.ts", "/api/{path}"],
    ["docs/[[...slug]]/page.tsx", "/docs/{slug}"],
  ])("the address of %s is %s", (file, address) => {
    expect(addressOf(file)).toBe(address);
  });

  test("finds methods and actions however they are exported", () => {
    const text = `const one = () => {}; export { one as DELETE, one as GET }; export async function POST() {} export const PUT = one;`;
    expect(methodsOf("route.ts", text)).toEqual(["DELETE", "GET", "POST", "PUT"]);
    const actions = `"use server"; export async function a(org: string, { b, ...c }: { b: string; d: string }) {} export const e = async (id: string) => {}; function own() {}`;
    expect(actionsOf("actions.ts", actions)).toEqual([
      {
        name: "a",
        parameters: [
          { name: "org", members: [] },
          { name: "argument2", members: ["b", "d"] },
        ],
      },
      { name: "e", parameters: [{ name: "id", members: [] }] },
    ]);
  });

  test("the tables name nothing that is not there", () => {
    const names = doors.map(doorName);
    expect(Object.keys(QUERIES).filter((name) => !names.includes(name))).toEqual([]);
    const parameters = doors.flatMap(({ action, parameters: all }) =>
      all.flatMap(({ name, members }) => [name, ...members, `${action} ${name}`]),
    );
    const tabled = [...Object.keys(ARGUMENTS), ...Object.keys(IDLE)];
    expect(tabled.filter((name) => !parameters.includes(name))).toEqual([]);
    expect(WITHOUT_COOKIES.filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => ENDS_SESSION.test(name))).toHaveLength(2);
    const used = doors.flatMap((one) => [
      ...one.parameters.map(({ name }) => name),
      ...Object.keys(QUERIES[doorName(one)] ?? {}),
    ]);
    const idle = KINDS.filter((rule) => !used.some((name) => rule.name.test(name)));
    expect(idle).toEqual([]);
  });
});

describe("a parameter that nobody declared", () => {
  const unknown = door({ kind: "route", path: "/api/v1/new-things/{thing}" });

  test("is attacked with the ids of every kind", () => {
    expect(kindOf("thing", doorName(unknown))).toBe("any");
    const attacks = cellsOf([templateOf(unknown)], place).map(({ attack, way }) => `${attack} by ${way}`);
    for (const kind of ["org", "con", "reg", "run", "row", "ses", "token"])
      expect(attacks).toContain(`foreign ${kind} by key`);
    expect(attacks).toContain("overlong by browser");
  });

  test("of an action is too, beside those that are known", () => {
    const template = templateOf(
      door({
        kind: "action",
        action: "act",
        method: "POST",
        path: "",
        parameters: [
          { name: "org", members: [] },
          { name: "thing", members: [] },
        ],
      }),
    );
    expect(template.slots.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["org org", "thing any"]);
    const slot = template.slots[1] ?? null;
    expect(filled(template, place.own, slot, "x").body).toEqual([place.own.org, "x"]);
  });
});

test("an argument that is no id is tried in every other form, and each text in it with U+0000", () => {
  const template = templateOf(
    door({
      ...{ kind: "action", action: "skipGroup", method: "POST", path: "" },
      parameters: ["org", "_before", "put"].map((name) => ({ name, members: [] })),
    }),
  );
  const given = cellsOf([template], place).filter(
    ({ slot, way }) => slot.where === "given" && way === "browser",
  );
  const attacks = given.map(({ slot, attack }) => `${slot.name} ${attack}`);
  const whole = ["null", "a number", "a text", "a list", "an object", "an object that has no text"];
  expect(attacks.toSorted()).toEqual(
    [...whole.map((form) => `put ${form}`), "2/field null byte", "2/reason null byte"].toSorted(),
  );
  const reason = given.find(({ slot }) => slot.name === "2/reason");
  const { org, sid } = place.own;
  expect(filled(template, place.own, reason?.slot ?? null, reason?.value).body).toEqual([
    ...[org, { problem: null }],
    { field: "people", reason: "rule:range\0", side: sid, skipped: true },
  ]);
});

test("a request differs from an honest one in one place alone", () => {
  const template = templateOf(door({ path: "/{org}/registries/{registry}/rows/{row}" }));
  const row = template.slots.find(({ name }) => name === "row") ?? null;
  const { own, foreign } = place;
  expect(filled(template, own, row, foreign.row).target).toBe(
    `/${own.org}/registries/${own.reg}/rows/${foreign.row}`,
  );
  expect(filled(template, own, row, "a/b\0").target).toBe(`/${own.org}/registries/${own.reg}/rows/a%2Fb%00`);
});

describe("an answer's fingerprint", () => {
  const answer = (body: string, headers = {}) => ({ status: 404, headers, body });

  test("forgets the id that was asked for, in whatever spelling, the request's id and the nonce", () => {
    const told = (id: string, nonce: string, request: string) => {
      const policy = { "content-security-policy": `script-src 'nonce-${nonce}'` };
      const body = `no "${id}" ${encodeURIComponent(id)} <i nonce="${nonce}"> ${request}`;
      return toldBy(answer(body, { ...policy, date: nonce }), id, false);
    };
    const [one, other] = ["01a224d7-8332-7641-a00f-4b7dc0dee800", "01a224d7-8332-7641-a00f-4b7dc0dee801"];
    expect(told("row_1&1", "abc+/==", one)).toBe(told("run_2&2", "xyz+/==", other));
  });

  test("keeps everything else", () => {
    expect(toldBy(answer("no such row"), "x", false)).not.toBe(toldBy(answer("no such run"), "x", false));
    expect(toldBy(answer("n", { location: "/a" }), "x", false)).not.toBe(toldBy(answer("n"), "x", false));
  });
});
