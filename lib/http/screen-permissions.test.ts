import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { PERMISSIONS } from "@/lib/auth/policy";

/** Pages and doors that ask for no permission, each with whom it is for instead. */
const OPEN_PAGES: Readonly<
  Record<string, "everybody" | "who is signed in" | "who has the link" | "programs">
> = {
  "page.tsx": "everybody",
  "(auth)/sign-in/page.tsx": "everybody",
  "(auth)/sign-in/confirm/page.tsx": "everybody",
  "(auth)/invitations/[token]/page.tsx": "who has the link",
  "(auth)/organizations/new/page.tsx": "who is signed in",
  "(auth)/account/page.tsx": "who is signed in",
  "(auth)/account/certificates/[organization]/route.ts": "who is signed in",
  // Leads on to a page that asks.
  "(dashboard)/[org]/settings/page.tsx": "who is signed in",
  "api/[...path]/route.ts": "everybody",
  "api/auth/[...nextauth]/route.ts": "everybody",
  "api/auth/demo/route.ts": "everybody",
  "api/health/route.ts": "everybody",
  "api/inngest/route.ts": "programs",
  "schemas/[registry]/[file]/route.ts": "who has the link",
};

/** Actions that ask for no permission: what a person does to himself. */
const OPEN_ACTIONS = [
  "accept",
  "chooseTheme",
  "end",
  "endOthers",
  "makeOrganization",
  "rename",
  "signInAgain",
  "signOut",
];

const ROOT = path.resolve(import.meta.dirname, "../..");
const APP = path.join(ROOT, "app");

const appFiles = readdirSync(APP, { recursive: true, encoding: "utf8" }).filter((file) =>
  /\.tsx?$/.test(file),
);
const read = (file: string): string => readFileSync(file, "utf8");

/** Names that a module imports, types left out, with where from. */
const importsOf = (text: string): { readonly names: string[]; readonly from: string }[] =>
  [...text.matchAll(/import (?!type)\{?([^}"]*)\}? from "([^"]+)"/g)].map(([, list = "", from = ""]) => ({
    names: list.split(",").flatMap((name) => (/^\s*(type |$)/.test(name) ? [] : [name.trim()])),
    from,
  }));

/** The functions of a module at its top, with their text. */
const functionsOf = (text: string): Map<string, string> =>
  new Map(
    text
      .split(/^(?=(?:export )?(?:async )?(?:function|const) \w+)/m)
      .map((code) => [/(?:function|const) (\w+)/.exec(code)?.[1] ?? "", code]),
  );

/** The permissions that a use case asks for: by itself, or by what it calls in its module and in those beside it. */
function permissionsOf(file: string, name: string, seen = new Set<string>()): string[] {
  if (seen.has(`${file} ${name}`)) return [];
  seen.add(`${file} ${name}`);
  const text = read(file);
  const code = functionsOf(text).get(name) ?? "";
  const own = [...code.matchAll(/authorize\(caller, "([^"]+)"\)/g)].map(([, permission]) => permission ?? "");
  const isCalled = (other: string) => new RegExp(`\\b${other}\\b`).test(code);
  const beside = [...functionsOf(text).keys()].filter((other) => other !== "" && isCalled(other));
  const elsewhere = importsOf(text)
    .filter(({ from }) => from.startsWith("."))
    .flatMap(({ names, from }) =>
      names.filter(isCalled).map((other) => [path.resolve(path.dirname(file), `${from}.ts`), other] as const),
    );
  return [
    ...own,
    ...beside.flatMap((other) => permissionsOf(file, other, seen)),
    ...elsewhere.flatMap(([module, other]) => permissionsOf(module, other, seen)),
  ];
}

const servicesIn = (text: string, isUsed: (name: string) => boolean = () => true): string[] =>
  importsOf(text)
    .filter(({ from }) => from.startsWith("@/lib/services/"))
    .flatMap(({ names, from }) =>
      names
        .filter(isUsed)
        .flatMap((name) => permissionsOf(path.join(ROOT, `${from.replace("@/", "")}.ts`), name)),
    );

/** What a page's module asks for, and what those of the same folder tree that it is put together of ask for. */
function permissionsOfPage(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = read(file);
  if (/^"use (client|server)"/.test(text)) return [];
  const parts = importsOf(text).flatMap(({ from }) => {
    const at = from.startsWith(".") ? path.resolve(path.dirname(file), from) : null;
    return at === null ? [] : [".ts", ".tsx"].map((end) => at + end).filter((one) => existsSync(one));
  });
  return [...servicesIn(text), ...parts.flatMap((part) => permissionsOfPage(part, seen))];
}

test("every page and door asks for permissions of the table, or is named as one that does not", () => {
  const pages = appFiles.filter(
    (file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file) && !file.startsWith("api/v1/"),
  );
  const asked = new Map(pages.map((file) => [file, permissionsOfPage(path.join(APP, file))]));
  const open = pages.filter((file) => asked.get(file)?.length === 0);
  expect(open.sort()).toEqual(Object.keys(OPEN_PAGES).sort());
  expect(pages.length - open.length).toBeGreaterThan(15);
  expect([...asked.values()].flat().filter((one) => !(one in PERMISSIONS))).toEqual([]);
});

test("every action asks for permissions of the table, or is named as one that does not", () => {
  const open: string[] = [];
  let mapped = 0;
  for (const file of appFiles) {
    const text = read(path.join(APP, file));
    if (!/^\s*["']use server["']/m.test(text)) continue;
    for (const code of text.split(/^export (?=async function|const )/m).slice(1)) {
      const asked = servicesIn(text, (name) => new RegExp(`\\b${name}\\b`).test(code));
      if (asked.length > 0) mapped += 1;
      else open.push(/\w+(?=\(| =)/.exec(code.replace(/^async function |^const /, ""))?.[0] ?? code);
    }
  }
  expect(open.sort()).toEqual(OPEN_ACTIONS);
  expect(mapped).toBeGreaterThan(35);
});
