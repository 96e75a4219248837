import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { PERMISSIONS } from "@/lib/auth/policy";
import { calledBy, importsOf, permissionsAsked } from "./testing/use-case-source";

/** Pages and doors that ask for no permission, each with whom it is for instead. */
const OPEN_PAGES: Readonly<
  Record<string, "everybody" | "who is signed in" | "who has the link" | "programs">
> = {
  "(public)/page.tsx": "everybody",
  "(public)/docs/[[...page]]/page.tsx": "everybody",
  "(public)/docs/api/page.tsx": "everybody",
  "(public)/pricing/page.tsx": "everybody",
  "(public)/status/page.tsx": "everybody",
  // Not found outside development.
  "(dev)/gallery/page.tsx": "everybody",
  "(auth)/sign-in/page.tsx": "everybody",
  "(auth)/sign-in/again/page.tsx": "everybody",
  "(auth)/sign-in/confirm/page.tsx": "everybody",
  "(auth)/sign-in/link/page.tsx": "who has the link",
  "(auth)/sign-in/required/[org]/page.tsx": "who is signed in",
  "(auth)/sign-in/with/[provider]/page.tsx": "everybody",
  "(auth)/invitations/[token]/page.tsx": "who has the link",
  "(auth)/mute/[token]/page.tsx": "who has the link",
  "(auth)/notifications/[token]/page.tsx": "who has the link",
  "(auth)/organizations/new/page.tsx": "who is signed in",
  "(auth)/account/page.tsx": "who is signed in",
  "(auth)/account/certificates/[organization]/route.ts": "who is signed in",
  // Leads on to a page that asks.
  "(dashboard)/[org]/settings/page.tsx": "who is signed in",
  "api/[...path]/route.ts": "everybody",
  "api/auth/[...nextauth]/route.ts": "everybody",
  "api/auth/demo/route.ts": "everybody",
  "api/auth/oidc/[provider]/callback/route.ts": "everybody",
  "api/auth/oidc/[provider]/start/route.ts": "everybody",
  "api/auth/saml/[provider]/acs/route.ts": "everybody",
  "api/auth/saml/[provider]/finish/route.ts": "everybody",
  "api/auth/saml/[provider]/metadata/route.ts": "everybody",
  "api/auth/saml/[provider]/start/route.ts": "everybody",
  "api/health/route.ts": "everybody",
  "api/inngest/route.ts": "programs",
  "api/mute/[token]/route.ts": "who has the link",
  ".well-known/vkeys.txt/route.ts": "everybody",
  "schemas/[registry]/[file]/route.ts": "who has the link",
};

/** Actions that ask for no permission: what a person does to himself, or to the mails that he is sent. */
const OPEN_ACTIONS = [
  "accept",
  "chooseTheme",
  "confirmLink",
  "end",
  "endOthers",
  "goToCompany",
  "goToProvider",
  "makeOrganization",
  "rename",
  "sayYes",
  "signInAgain",
  "signOut",
  "unlink",
  "wantLess",
];

const APP = path.resolve(import.meta.dirname, "../../app");

const appFiles = readdirSync(APP, { recursive: true, encoding: "utf8" }).filter((file) =>
  /\.tsx?$/.test(file),
);
const read = (file: string): string => readFileSync(file, "utf8");

const askedIn = (text: string, code?: string): string[] =>
  calledBy(text, code).flatMap(({ source }) => permissionsAsked(source));

/** What a page's module asks for, and what those that it is put together of ask for. */
function askedByPage(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = read(file);
  if (/^"use (client|server)"/.test(text)) return [];
  const parts = importsOf(text).flatMap(({ from }) => {
    const at = from.startsWith(".") ? path.resolve(path.dirname(file), from) : null;
    return at === null ? [] : [".ts", ".tsx"].map((end) => at + end).filter((one) => existsSync(one));
  });
  return [...askedIn(text), ...parts.flatMap((part) => askedByPage(part, seen))];
}

test("every page and door asks for permissions of the table, or is named as one that does not", () => {
  const pages = appFiles.filter(
    (file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file) && !file.startsWith("api/v1/"),
  );
  const asked = new Map(pages.map((file) => [file, askedByPage(path.join(APP, file))]));
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
      const asked = askedIn(text, code);
      if (asked.length > 0) mapped += 1;
      else open.push(/\w+(?=\(| =)/.exec(code.replace(/^async function |^const /, ""))?.[0] ?? code);
    }
  }
  expect(open.sort()).toEqual(OPEN_ACTIONS);
  expect(mapped).toBeGreaterThan(35);
});
