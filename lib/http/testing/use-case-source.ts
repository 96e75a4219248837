import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const SERVICES = "@/lib/services/";
const AUTH = "@/lib/auth/";
/** Where use cases begin, and what a person does to the own account and sessions. */
export const PERSONS_TOO: readonly string[] = [SERVICES, AUTH, "@/app/(auth)/_session/"];

const read = (file: string): string => readFileSync(file, "utf8");

/** Names that a module imports, types left out, as they are called there and here, with where from. */
export const importsOf = (text: string) =>
  [...text.matchAll(/import (?!type)\{?([^}"]*)\}? from "([^"]+)"/g)].map(([, list = "", from = ""]) => ({
    from,
    names: list.split(",").flatMap((one) => {
      const [there = "", here = there] = one.trim().split(" as ");
      return there === "" || there.startsWith("type ") ? [] : [{ there, here }];
    }),
  }));

/** The functions of a module at its top, with their text. */
const functionsOf = (text: string): Map<string, string> =>
  new Map(
    text
      .split(/^(?=(?:export )?(?:async )?(?:function|const) \w+)/m)
      .map((code) => [/(?:function|const) (\w+)/.exec(code)?.[1] ?? "", code]),
  );

const isNamedIn = (code: string, name: string): boolean =>
  name !== "" && new RegExp(`\\b${name}\\b`).test(code);

/** What a function calls, in its module and in those beside it, of the services and of auth, itself included, as source text. */
function reached(file: string, name: string, seen: Set<string>): string[] {
  if (seen.has(`${file} ${name}`) || !existsSync(file)) return [];
  seen.add(`${file} ${name}`);
  const text = read(file);
  const functions = functionsOf(text);
  const code = functions.get(name) ?? "";
  const beside = [...functions.keys()].filter((other) => isNamedIn(code, other));
  const elsewhere = importsOf(text).flatMap(({ from, names }) => {
    const module = moduleOf(file, from);
    return module === null
      ? []
      : names.filter(({ here }) => isNamedIn(code, here)).map(({ there }) => ({ module, there }));
  });
  return [
    code,
    ...beside.flatMap((other) => reached(file, other, seen)),
    ...elsewhere.flatMap(({ module, there }) => reached(module, there, seen)),
  ];
}

function moduleOf(file: string, from: string): string | null {
  if (from.startsWith(".")) return path.resolve(path.dirname(file), `${from}.ts`);
  return from.startsWith(SERVICES) || from.startsWith(AUTH) ? path.join(ROOT, `${from.slice(2)}.ts`) : null;
}

/** The use cases that a piece of a module calls, each with all the source that it reaches. */
export function calledBy(
  text: string,
  code: string = text,
  rooms: readonly string[] = [SERVICES],
): { readonly name: string; readonly source: string }[] {
  return importsOf(text)
    .filter(({ from }) => rooms.some((room) => from.startsWith(room)))
    .flatMap(({ from, names }) =>
      names
        .filter(({ here }) => isNamedIn(code, here))
        .map(({ there }) => {
          const source = reached(path.join(ROOT, `${from.slice(2)}.ts`), there, new Set()).join("\n");
          return { name: there, source };
        }),
    );
}

/** The permissions that source asks for. */
export const permissionsAsked = (source: string): string[] =>
  [...source.matchAll(/authorize\(caller, "([^"]+)"(?:, now)?\)/g)].map(([, permission]) => permission ?? "");

/** Whether source appends to the ledger. */
export const isRecorded = (source: string): boolean => /\b(?:record|recordRows|appendEntries)\(/.test(source);
