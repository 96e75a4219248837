import type { TextRefusal } from "./text-codec";
import { textRefusal } from "./text-codec";

/** Notion's limit for a name that it has checked live, below the one it documents. */
const NAME = 100;

/** Why a name cannot be an option of a select, multi-select or status property; null if it can. */
export function optionRefusal(name: string): TextRefusal | null {
  if (name === "") return { reason: "option-empty", message: "An option needs a name." };
  if (name.length > NAME)
    return { reason: "option-too-long", message: "An option has at most 100 characters." };
  if (name.includes(",")) return { reason: "option-comma", message: "A Notion option cannot hold a comma." };
  return textRefusal(name);
}

/** The same for a set of them. Notion takes names that differ in case only for one. */
export function optionsRefusal(names: readonly string[]): TextRefusal | null {
  for (const name of names) {
    const refusal = optionRefusal(name);
    if (refusal) return refusal;
  }
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) {
    return {
      reason: "option-case",
      message: "Two options differ in letter case only, which Notion cannot hold.",
    };
  }
  return null;
}

/** Members in canonical order: by UTF-16 code unit, each once; none is no value. */
export function canonicalSet(members: readonly string[]): readonly string[] | null {
  return members.length === 0 ? null : [...new Set(members)].sort();
}
