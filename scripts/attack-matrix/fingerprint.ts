import { createHash } from "node:crypto";
import type { Answer } from "./ask";
import { AsSent } from "./template";

/** Differ from answer to answer, whoever asked for what. */
const ITS_OWN = new Set(
  "date x-request-id server-timing ratelimit ratelimit-policy content-length etag connection keep-alive".split(
    " ",
  ),
);
/** Next keys the head of a page that it has rendered anew by chance. */
const HEAD_KEY = /"[\w-]{21}(?=[vmh]\\*")/g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * What an answer tells, without what no two answers share: the request's id, the nonce, and the value that was asked
 * for, in whatever way the answer repeats it; headers in no order, for a page that redirects sets them as they come. Of a
 * page its document and what its scripts hold, in no order, for parts
 * come as they are ready; `onlyShown`: its document alone, since Next numbers the parts by what it is asked for.
 */
export function toldBy({ status, headers, body }: Answer, asked: unknown, onlyShown: boolean): string {
  const told = Object.entries(headers)
    .filter(([name]) => !ITS_OWN.has(name))
    .toSorted(([a], [b]) => a.localeCompare(b, "en"));
  const isPage = body.startsWith("<!DOCTYPE html>");
  const shown = isPage ? body.replace(SCRIPT, "") : body;
  const held = isPage && !onlyShown ? flightOf(body).split("\n").sort().join("\n") : "";
  const text = `${status} ${JSON.stringify(told)} ${shown} ${held}`;
  const [, nonce] = /nonce-([A-Za-z0-9+/=]+)/.exec(headers["content-security-policy"] ?? "") ?? [];
  const known = [...spellings(asked), ...(nonce === undefined ? [] : [nonce])];
  let plain = text;
  for (const one of known.toSorted((a, b) => b.length - a.length)) plain = plain.replaceAll(one, "<asked>");
  return plain.replace(UUID, "<uuid>").replace(HEAD_KEY, '"<key>');
}

export const fingerprint = (told: string): string => createHash("sha256").update(told).digest("base64url");

const SCRIPT = /<script\b.*?<\/script>/gs;

/** The parts of a page as its scripts hand them to the browser. */
const flightOf = (body: string): string =>
  [...body.matchAll(/__next_f[.]push\(\[1,("(?:[^"\\]|\\.)*")\]\)/gs)]
    .map(([, text = '""']) => JSON.parse(text) as string)
    .join("");

/** A value as it may come back: as sent, in an address, in JSON, in HTML, and each of these once more within JSON. */
function spellings(asked: unknown): string[] {
  const plain = asked instanceof AsSent ? asked.text : asked;
  const texts = [plain].flat().filter((one): one is string => typeof one === "string" && one.length > 3);
  const forms = texts.flatMap((text) => [
    ...[text, encodeURIComponent(text), encodeURIComponent(encodeURIComponent(text)), encodeURI(text)],
    text.replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
    text.replaceAll("\0", "\uFFFD"),
    text.replaceAll("\0", "%00"),
    // As an address's parser leaves its end.
    text.replaceAll("\0", ""),
    new URLSearchParams({ a: text }).toString().slice(2),
  ]);
  const within = (form: string) => JSON.stringify(form).slice(1, -1);
  return [
    ...new Set(
      forms.flatMap((form) => [form, within(form), within(within(form)), within(within(within(form)))]),
    ),
  ];
}
