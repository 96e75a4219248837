import { arrayAt, type JsonObject, objectAt, onlyKeys, textAt } from "./body-check";
import { mismatch, notReproduced } from "./failure";

/** A stretch of text in one style. Neighbours never look alike: they are joined when stored. */
export interface Run {
  readonly text: string;
  readonly link?: string;
  /** Only the annotations that differ from plain. */
  readonly style?: Readonly<Record<string, unknown>>;
  readonly kind?: "mention" | "equation";
  readonly mention?: JsonObject;
}

const PLAIN = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  code: false,
  color: "default",
};
const COLORS = ["default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red"];
const MAX_CONTENT = 2000;

/** Plain text as stored runs; the empty text has none. */
export const runsFrom = (text: string): readonly Run[] => (text === "" ? [] : [{ text }]);

export const plainText = (runs: readonly Run[]): string =>
  runs.length === 1 ? (runs[0]?.text ?? "") : runs.map((run) => run.text).join("");

/** Checks a request's rich text (at most 100 items of 2000 UTF-16 units) and joins equal neighbours. */
export function parseRichText(value: unknown, path: string): readonly Run[] {
  const items = arrayAt(value, path);
  return joined(items.map((item, at) => parseItem(objectAt(item, `${path}[${at}]`), `${path}[${at}]`)));
}

/** The response's items; a run longer than 2000 units comes as several. */
export const printRichText = (runs: readonly Run[]): JsonObject[] => runs.flatMap(printRun);

function joined(runs: readonly Run[]): readonly Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    if (run.text === "" && run.kind === undefined) continue;
    const last = result.at(-1);
    if (last !== undefined && alike(last, run))
      result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
}

const alike = (a: Run, b: Run): boolean =>
  a.kind === undefined &&
  b.kind === undefined &&
  a.link === b.link &&
  JSON.stringify(a.style ?? null) === JSON.stringify(b.style ?? null);

function parseItem(item: JsonObject, path: string): Run {
  onlyKeys(item, path, ["type", "text", "mention", "equation", "annotations", "plain_text", "href"]);
  const style = parseStyle(item.annotations, `${path}.annotations`);
  const styled = style === null ? {} : { style };
  if (item.text !== undefined) {
    const text = objectAt(item.text, `${path}.text`);
    onlyKeys(text, `${path}.text`, ["content", "link"]);
    const content = textAt(text.content, `${path}.text.content`, { max: MAX_CONTENT });
    if (text.link === undefined || text.link === null) return { text: content, ...styled };
    const link = objectAt(text.link, `${path}.text.link`);
    return {
      text: content,
      link: textAt(link.url, `${path}.text.link.url`, { min: 1, max: 2000 }),
      ...styled,
    };
  }
  if (item.equation !== undefined) {
    const equation = objectAt(item.equation, `${path}.equation`);
    const expression = textAt(equation.expression, `${path}.equation.expression`, { max: 1000 });
    return { text: expression, kind: "equation", ...styled };
  }
  if (item.mention !== undefined)
    return { ...parseMention(objectAt(item.mention, `${path}.mention`), path), ...styled };
  throw mismatch(`${path}.text`, "defined", undefined);
}

function parseMention(mention: JsonObject, path: string): Run {
  for (const key of ["user", "page", "database", "date"]) {
    if (mention[key] === undefined) continue;
    const target = objectAt(mention[key], `${path}.mention.${key}`);
    const text = key === "date" ? String(target.start ?? "") : `@${String(target.id ?? "")}`;
    const shape = key === "user" ? { object: "user", id: target.id } : target;
    return { text, kind: "mention", mention: { type: key, [key]: shape } };
  }
  throw notReproduced("this kind of mention");
}

function parseStyle(value: unknown, path: string): Readonly<Record<string, unknown>> | null {
  if (value === undefined) return null;
  const annotations = objectAt(value, path);
  onlyKeys(annotations, path, Object.keys(PLAIN));
  const style: Record<string, unknown> = {};
  for (const [name, plain] of Object.entries(PLAIN)) {
    const given = annotations[name];
    if (given === undefined || given === plain) continue;
    if (name === "color") {
      if (!COLORS.includes(String(given).replace(/_background$/, "")))
        throw mismatch(`${path}.color`, "a color", given);
    } else if (typeof given !== "boolean") throw mismatch(`${path}.${name}`, "a boolean", given);
    style[name] = given;
  }
  return Object.keys(style).length === 0 ? null : style;
}

function printRun(run: Run): JsonObject[] {
  const annotations = { ...PLAIN, ...run.style };
  const href = run.link ?? null;
  if (run.kind === "equation")
    return [
      { type: "equation", equation: { expression: run.text }, annotations, plain_text: run.text, href: null },
    ];
  if (run.kind === "mention")
    return [{ type: "mention", mention: run.mention, annotations, plain_text: run.text, href: null }];
  const link = href === null ? null : { url: href };
  return pieces(run.text).map((content) => ({
    type: "text",
    text: { content, link },
    annotations,
    plain_text: content,
    href,
  }));
}

/** Cuts at 2000 UTF-16 units, never inside a surrogate pair. */
function pieces(text: string): string[] {
  const result: string[] = [];
  let from = 0;
  while (text.length - from > MAX_CONTENT) {
    const unit = text.charCodeAt(from + MAX_CONTENT - 1);
    const to = from + MAX_CONTENT - (unit >= 0xd800 && unit < 0xdc00 ? 1 : 0);
    result.push(text.slice(from, to));
    from = to;
  }
  result.push(text.slice(from));
  return result;
}
