import { globSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { allOperations } from "./operations/all";
import { calledBy, isRecorded, PERSONS_TOO } from "./testing/use-case-source";

const APP = path.resolve(import.meta.dirname, "../../app");

/** Calls that may change something and do not. */
const CHANGE_NOTHING: readonly string[] = ["importSchema"];

/** Actions without an entry: ways to sign in, which are noted at their end, what is the own browser's, and looks ahead. */
const NO_ENTRY: readonly string[] = [
  "chooseTheme",
  "goToCompany",
  "goToProvider",
  "importFrom",
  "propose",
  "readAgain",
  "roleScript",
  "seek",
  "signInAgain",
  "tryKept",
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

/** What each action of the browser calls, as source text, by its name. */
function* browserActions(): Generator<readonly [name: string, sources: readonly string[]]> {
  for (const file of readdirSync(APP, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = readFileSync(path.join(APP, file), "utf8");
    if (!/^\s*["']use server["']/m.test(text)) continue;
    for (const code of text.split(/^export (?=async function|const )/m).slice(1)) {
      const name = /^(?:async function|const) (\w+)/.exec(code)?.[1] ?? code;
      yield [name, calledBy(text, code, PERSONS_TOO).map(({ source }) => source)];
    }
  }
}

test("and so does whatever a person does in the browser", () => {
  const silent = [...browserActions()].flatMap(([name, sources]) => (sources.some(isRecorded) ? [] : name));
  expect(silent.sort()).toEqual(NO_ENTRY);
});

test.each([
  ["rename", "person.renamed"],
  ["end", "session.revoked"],
  ["endOthers", "session.revoked"],
  ["signOut", "session.closed"],
  ["unlink", "identity.unlinked"],
  ["confirmLink", "identity.linked"],
])("what a person does to the own account is told by its own word: %s", (name, action) => {
  const sources = [...browserActions()].flatMap(([own, called]) => (own === name ? called : []));
  expect(sources.some((source) => isRecorded(source) && source.includes(`action: "${action}"`))).toBe(true);
});

/** A file with rows would be an export, which its organization's ledger has to know. */
test("what is handed out as a file holds no customer's rows", () => {
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" }).filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      !/\.test\.tsx?$/.test(file) &&
      /content-disposition|\sdownload(?:=|\s|>)|createObjectURL/i.test(
        readFileSync(path.join(APP, file), "utf8"),
      ),
  );
  expect(files.sort()).toEqual([
    "(auth)/account/_components/certificate-list.tsx",
    "(auth)/account/certificates/[organization]/route.ts",
    // Links to the audit log's files, each of which is an entry.
    "(dashboard)/[org]/audit/_components/export-panel.tsx",
    "(dashboard)/[org]/registries/[registry]/schema/_components/json-panel.tsx",
  ]);
});
