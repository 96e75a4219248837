import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isRecord } from "../json";

export interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number;
  readonly answerHeaders: Readonly<Record<string, string>>;
  readonly answerText: string;
}

/** The directory of reference material beside the checkout, if there is one. */
const sharedDirectory = (): string | null =>
  ["../shared", "../../shared"]
    .map((relative) => path.resolve(import.meta.dirname, "../../..", relative))
    .find((candidate) => existsSync(candidate)) ?? null;

/** Traffic recorded between the real server and SDK 4.24; null, and said so, where it is not at hand. */
export function recordedTraffic(): Recorded[] | null {
  const shared = sharedDirectory();
  const file = shared && path.join(shared, "data/inngest-trace.log");
  if (!file || !existsSync(file)) {
    process.stdout.write("skipped: no ../shared\n");
    return null;
  }
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, index) => {
    const head = /^\S+ --> (\S+) (\S+) (\{.*\})$/.exec(line);
    const answer = /^ +<-- (\d+) (\{.*\})$/.exec(lines[index + 2] ?? "");
    if (!head || !answer) return [];
    const body = (lines[index + 1] ?? "").trim();
    return [
      {
        method: head[1] ?? "",
        url: head[2] ?? "",
        headers: JSON.parse(head[3] ?? "{}") as Record<string, string>,
        body: body === "" ? null : (JSON.parse(body) as unknown),
        status: Number(answer[1]),
        answerHeaders: JSON.parse(answer[2] ?? "{}") as Record<string, string>,
        answerText: (lines[index + 3] ?? "").trim(),
      },
    ];
  });
}

/**
 * Every field of a JSON value as `path: type`. Ids of steps become `*`; what a step returned is the function's own and
 * is not looked into.
 */
export function shapeOf(value: unknown, at = "", into = new Set<string>()): Set<string> {
  into.add(`${at}: ${typeName(value)}`);
  if (/^\.steps\.\*\.data$/.test(at)) return into;
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${at}[]`, into);
  else if (isRecord(value))
    for (const [name, part] of Object.entries(value))
      shapeOf(part, `${at}.${/^[0-9a-f]{40}$/.test(name) ? "*" : name}`, into);
  return into;
}

const typeName = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
