import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { actionsOf, methodsOf, type Parameter } from "./read-source";

/** One way into the product, as its file says. */
export interface Door {
  readonly kind: "page" | "route" | "action";
  /** Relative to the repository. */
  readonly file: string;
  /** The exported name of an action; else empty. */
  readonly action: string;
  readonly method: string;
  /** Its address with parameters in braces; of an action: empty, the build says which pages take it. */
  readonly path: string;
  /** Names in the path, in order; of an action: its own parameters. */
  readonly parameters: readonly Parameter[];
}

const PAGE = /(^|\/)page[.]tsx$/;
const ROUTE = /(^|\/)route[.]tsx?$/;
const SOURCE = /[.]tsx?$/;
const ACTIONS = /^\s*["']use server["'];?\s*$/m;

/** Every page, route handler and server action below `app`: a new file is a new door, without a word from anybody. */
export function doorsIn(root: string): Door[] {
  const files = readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => SOURCE.test(file) && !/[.](test|spec)[.]tsx?$/.test(file))
    .sort();
  return files.flatMap((file) => {
    const text = readFileSync(path.join(root, "app", file), "utf8");
    if (PAGE.test(file)) return [pageDoor(file)];
    if (ROUTE.test(file)) return methodsOf(file, text).map((method) => routeDoor(file, method));
    return ACTIONS.test(text) ? actionDoors(file, text) : [];
  });
}

export const doorName = ({ kind, method, path: at, file, action }: Door): string =>
  kind === "action" ? `action ${action} of ${file}` : `${kind === "page" ? "page" : method} ${at}`;

function pageDoor(file: string): Door {
  const at = addressOf(file);
  return { kind: "page", file: `app/${file}`, action: "", method: "GET", path: at, parameters: namesIn(at) };
}

function routeDoor(file: string, method: string): Door {
  const at = addressOf(file);
  return { kind: "route", file: `app/${file}`, action: "", method, path: at, parameters: namesIn(at) };
}

const actionDoors = (file: string, text: string): Door[] =>
  actionsOf(file, text).map(({ name, parameters }) => ({
    kind: "action",
    file: `app/${file}`,
    action: name,
    method: "POST",
    path: "",
    parameters,
  }));

/** `(dashboard)/[org]/runs/[run]/page.tsx` -> `/{org}/runs/{run}`. */
export function addressOf(file: string): string {
  const parts = path.posix
    .dirname(file)
    .split("/")
    .filter((part) => part !== "." && !/^\(.*\)$/.test(part) && !part.startsWith("_"));
  return `/${parts.map((part) => part.replace(/^\[+(?:[.]{3})?([^\]]+)\]+$/, "{$1}")).join("/")}`;
}

const namesIn = (at: string): Parameter[] =>
  [...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name: name ?? "", members: [] }));
