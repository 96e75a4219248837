import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listOptionSets, type OptionSet } from "@/lib/db/option-sets";
import { publicId } from "@/lib/ids";
import { createOptionSet } from "../option-sets/change-option-sets";
import type { DraftBody } from "./draft-input";
import type { DraftOptionSet } from "./rule-views";
import { templateField, templateOfDraft } from "./template-of-draft";

interface WantedSet {
  readonly name: string;
  readonly options: readonly string[];
  /** Refs of the fields whose rule is still that their values are these. */
  readonly fields: readonly string[];
}

/** The template's option sets, as far as the draft still keeps its fields to them. */
export function wantedSets(body: Pick<DraftBody, "fields" | "rules" | "template">): WantedSet[] {
  const template = templateOfDraft(body);
  return (template?.optionSets ?? []).flatMap(({ name, options }) => {
    const fields = body.fields.filter(
      (field) =>
        templateField(template, field)?.options === name &&
        body.rules.some((rule) => rule.field === field.ref && isDeepStrictEqual(optionsOf(rule), options)),
    );
    return fields.length === 0 ? [] : [{ name, options, fields: fields.map(({ ref }) => ref) }];
  });
}

const optionsOf = ({ keywords: { enum: members, items } }: DraftBody["rules"][number]): unknown =>
  members ?? (items as { readonly enum?: unknown } | undefined)?.enum;

/** What `keepOptionSets` will come to. */
export const optionSetsOf = (body: DraftBody, kept: readonly OptionSet[]): DraftOptionSet[] =>
  wantedSets(body).map((wanted) => {
    const found = kept.find(({ name }) => name === wanted.name);
    return { name: wanted.name, isOther: found !== undefined && !hasSame(found, wanted) };
  });

/**
 * The ids of the sets that fields take their options from, by the fields' refs: found where the organization keeps the same
 * options under that name, else made. A field whose set's name stands for other options is not among them.
 */
export async function keepOptionSets(
  caller: Caller,
  body: DraftBody,
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const wanted = wantedSets(body);
  if (wanted.length === 0) return new Map();
  const kept = await withOrg(caller.organizationId, listOptionSets);
  const ids = new Map<string, string>();
  for (const set of wanted) {
    const found = kept.find(({ name }) => name === set.name);
    if (found && !hasSame(found, set)) continue;
    const { name, options } = set;
    const id = found
      ? publicId("ops", found.id)
      : (await createOptionSet(caller, { name, options: [...options] }, now)).id;
    for (const ref of set.fields) ids.set(ref, id);
  }
  return ids;
}

const hasSame = (kept: OptionSet, { options }: WantedSet): boolean =>
  kept.source === null && isDeepStrictEqual(new Set(kept.options), new Set(options));
