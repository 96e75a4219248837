import type { Value } from "@/lib/engine/value";
import { isJson, type Json, textAt } from "./json";
import { canonicalJson } from "./json-text";
import { canonicalSet } from "./option-codec";
import { textRefusal } from "./text-codec";

/**
 * Files of a property: links to elsewhere, and files that Notion keeps itself. Those are shown under an address that is
 * signed anew at each read and expires within the hour, so it can be told apart (without its signature) and not be written.
 *
 * - json: a list of `{name, url}` in order; what Notion keeps has `hosted` besides. Plain addresses are taken too.
 * - multi-select: the set of addresses.
 */
export type FilesType = "json" | "multi-select";

export interface LinkRequest {
  readonly name: string;
  readonly type: "external";
  readonly external: { readonly url: string };
}

/** https://developers.notion.com/reference/request-limits */
const FILES = 100;
const NAME = 100;
const URL_LENGTH = 2_000;

const HOSTED = "Notion keeps one of the files itself, under an address that expires.";

export function decodeFiles(
  type: FilesType,
  files: readonly Json[],
): { readonly value: Value } | { readonly reason: string } {
  const listed = files.map(shownFile);
  if (type === "multi-select") {
    return listed.some((file) => "hosted" in file)
      ? { reason: HOSTED }
      : { value: canonicalSet(listed.map(({ url }) => url)) };
  }
  return { value: listed.length === 0 ? null : canonicalJson(JSON.stringify(listed)) };
}

function shownFile(file: Json): { readonly name: string; readonly url: string; readonly hosted?: true } {
  const [kept, linked] = [file.file, file.external].map((place) =>
    isJson(place) ? (textAt(place, "url") ?? "") : null,
  );
  const name = textAt(file, "name") ?? "";
  if (typeof kept === "string") return { name, url: kept.split("?")[0] ?? "", hosted: true };
  return { name, url: linked ?? "" };
}

/** Whether a cell holds a file that a write would throw away: it cannot be sent back from here. */
export const holdsHosted = (value: Value | undefined): boolean =>
  typeof value === "string" && (listOf(value)?.some((file) => isJson(file) && file.hosted === true) ?? false);

/** The links to send, with what the property then reads as; `unsendable` = it may be shown so, not written. */
export type EncodedFiles =
  | { readonly held: Value; readonly links: readonly LinkRequest[] }
  | { readonly held: Value; readonly unsendable: FilesRefusal }
  | FilesRefusal;

export interface FilesRefusal {
  readonly reason: string;
  readonly message: string;
}

export function encodeFiles(type: FilesType, value: Value): EncodedFiles {
  const given = type === "json" && typeof value === "string" ? listOf(value) : (value ?? []);
  if (!Array.isArray(given)) return notFiles;
  const files = (given as readonly unknown[]).map(linkOf);
  if (!files.every((file) => file !== null)) return notFiles;
  const urls = files.map(({ url }) => url);
  const listed = type === "json" ? canonicalJson(JSON.stringify(files)) : canonicalSet(urls);
  const held = files.length === 0 ? null : listed;
  const refusal = refusalOf(files);
  if (refusal !== null) return { held, unsendable: refusal };
  const sent =
    type === "json" ? files : (canonicalSet(urls) ?? []).map((url) => ({ name: nameOf(url), url }));
  return { held, links: sent.map(({ name, url }) => ({ name, type: "external", external: { url } })) };
}

interface Link {
  readonly name: string;
  readonly url: string;
  readonly hosted?: true;
}

function linkOf(given: unknown): Link | null {
  if (typeof given === "string") return { name: nameOf(given), url: given };
  if (!isJson(given)) return null;
  const url = textAt(given, "url");
  if (url === null) return null;
  const name = textAt(given, "name") ?? nameOf(url);
  return given.hosted === true ? { name, url, hosted: true } : { name, url };
}

function refusalOf(files: readonly Link[]): FilesRefusal | null {
  if (files.some(({ hosted }) => hosted)) {
    return { reason: "hosted-file", message: `${HOSTED} Give a link of its own to it instead.` };
  }
  if (files.length > FILES)
    return { reason: "too-many-files", message: "Notion takes at most 100 files in one write." };
  for (const { name, url } of files) {
    if (url.length > URL_LENGTH || !isWebAddress(url) || textRefusal(url))
      return {
        reason: "file-address",
        message: "A file is an http or https address of at most 2,000 characters.",
      };
    if (name === "" || name.length > NAME || textRefusal(name))
      return { reason: "file-name", message: "A file's name has 1 to 100 characters." };
  }
  return null;
}

const isWebAddress = (url: string): boolean => {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === "https:" || parsed.protocol === "http:");
};

/** The last part of the address's path, or its host: what a browser would name the file. */
function nameOf(url: string): string {
  const parsed = URL.parse(url);
  const name = parsed?.pathname.split("/").findLast((part) => part !== "") ?? parsed?.hostname ?? "";
  return [...(name || "file")].slice(0, NAME / 2).join("");
}

function listOf(text: string): readonly unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

const notFiles: FilesRefusal = {
  reason: "not-files",
  message: "Files are a list of addresses, or of objects with a name and a url.",
};
