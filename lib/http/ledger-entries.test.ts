import { globSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { allOperations } from "./operations/all";
import { calledBy, isRecorded } from "./testing/use-case-source";

const APP = path.resolve(import.meta.dirname, "../../app");

/** Calls that may change something and do not. */
const CHANGE_NOTHING: readonly string[] = ["importSchema"];

/**
 * Actions without an entry: of a person's own account and browser, which are no organization's, and looks ahead. A way in
 * that is linked or unlinked is noted in each of the person's organizations (sign-in-ledger.ts).
 */
const NO_ENTRY: readonly string[] = [
  "chooseTheme",
  "confirmLink",
  "end",
  "endOthers",
  "goToCompany",
  "goToProvider",
  "importFrom",
  "propose",
  "readAgain",
  "rename",
  "roleScript",
  "signInAgain",
  "signOut",
  "unlink",
];

test("whatever changes an organization through the API leaves an entry in its ledger", () => {
  const silent: string[] = [];
  let recorded = 0;
  for (const file of globSync("**/route.ts", { cwd: path.join(APP, "api/v1") })) {
    const text = readFileSync(path.join(APP, "api/v1", file), "utf8");
    for (const code of text.split(/^export const (?=[A-Z]+ = serve)/m).slice(1)) {
      const [method] = code.split(" ");
      const at = `/${path.dirname(file)}`.replaceAll("[", "{").replaceAll("]", "}");
      const operation = allOperations.find((one) => one.method === method && one.path === at);
      if (!operation || operation.permission.endsWith(":read")) continue;
      const isNoted = calledBy(text, code).some(({ source }) => isRecorded(source));
      if (isNoted) recorded += 1;
      else silent.push(operation.id);
    }
  }
  expect(silent).toEqual(CHANGE_NOTHING);
  const changing = allOperations.filter(({ permission }) => !permission.endsWith(":read"));
  expect(recorded + silent.length).toBe(changing.length);
});

test("and so does whatever a person does in the browser", () => {
  const silent: string[] = [];
  for (const file of readdirSync(APP, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = readFileSync(path.join(APP, file), "utf8");
    if (!/^\s*["']use server["']/m.test(text)) continue;
    for (const code of text.split(/^export (?=async function|const )/m).slice(1))
      if (!calledBy(text, code).some(({ source }) => isRecorded(source)))
        silent.push(/^(?:async function|const) (\w+)/.exec(code)?.[1] ?? code);
  }
  expect(silent.sort()).toEqual(NO_ENTRY);
});
