import { boundedBody } from "./bounded-body";
import type { BadRequest } from "./problem";

/** Bytes of a request's body; a registry of 200 fields on 10 sides takes a tenth of it. */
export const BODY_BYTES = 1024 * 1024;

export type ReadBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: BadRequest };

const refuse = (kind: BadRequest["kind"], detail: string, remedy: string): ReadBody => ({
  ok: false,
  refusal: { kind, detail, remedy },
});

/** The request's JSON body; an empty one is `{}`. What is not JSON is refused without repeating any of it. */
export async function readBody(request: Request): Promise<ReadBody> {
  const bytes = await boundedBody(request, BODY_BYTES);
  if (bytes === null) return refuse("body-too-large", "The body is over 1 MB.", "Send less in one call.");
  if (bytes.byteLength === 0) return { ok: true, value: {} };
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    return refuse(
      "unsupported-media-type",
      "The body has to be JSON.",
      "Send it with the header Content-Type: application/json.",
    );
  return parse(bytes);
}

function parse(bytes: Uint8Array): ReadBody {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("malformed-body", "The body is not UTF-8.", "Send JSON in UTF-8.");
  }
  if (HAS_NUL.test(text))
    return refuse("malformed-body", "The body holds the character U+0000.", "Leave that character out.");
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (thrown) {
    return refuse(
      "malformed-body",
      `The body is not JSON${placeOf(thrown)}.`,
      "Mend the JSON and send it again.",
    );
  }
}

/** An escaped U+0000, which no database of ours can keep as text; an even run of backslashes escapes itself. */
const HAS_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** Where the parser stopped. Its own message would repeat the body. */
function placeOf(thrown: unknown): string {
  const at = /\(line (\d+) column (\d+)\)/.exec(thrown instanceof Error ? thrown.message : "");
  return at ? ` at line ${at[1]}, column ${at[2]}` : "";
}
