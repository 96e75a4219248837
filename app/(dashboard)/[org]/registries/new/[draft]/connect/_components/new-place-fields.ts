import type { DraftBody } from "@/lib/services/drafts/draft-input";
import type { DraftLook } from "@/lib/services/drafts/draft-view";

interface NewPlaceField {
  readonly name: string;
  readonly type: DraftBody["fields"][number]["type"];
  readonly options: string[];
}

/**
 * What a place is made with: the draft's own fields where it has some, as from a template; else the columns of the
 * first place that was chosen. A relation points into a system, so another one cannot be made with it.
 */
export function newPlaceFields(
  { fields, key, rules }: Pick<DraftBody, "fields" | "key" | "rules">,
  looks: readonly DraftLook[],
): { readonly fields: NewPlaceField[]; readonly key: string[] } {
  if (fields.length > 0) {
    const made = fields.filter(({ type }) => type !== "relation");
    return {
      fields: made.map(({ ref, name, type }) => ({ name, type, options: optionsIn(rules, ref) })),
      key: keyOf(
        made.filter(({ ref }) => key.includes(ref)).map(({ name }) => name),
        made,
      ),
    };
  }
  const columns = looks.find((look) => look.columns.length > 0)?.columns ?? [];
  const made = columns.flatMap(({ name, carries: [type], options, keyPart }) =>
    type === undefined || type === "relation" ? [] : [{ name, type, options: [...(options ?? [])], keyPart }],
  );
  return {
    fields: made.map(({ name, type, options }) => ({ name, type, options })),
    key: keyOf(
      made.filter(({ keyPart }) => keyPart).map(({ name }) => name),
      made,
    ),
  };
}

/** A place needs something that tells its rows apart: the first column, where nothing is known. */
const keyOf = (known: readonly string[], made: readonly { readonly name: string }[]): string[] =>
  known.length > 0 ? [...known] : made.slice(0, 1).map(({ name }) => name);

function optionsIn(rules: DraftBody["rules"], field: string): string[] {
  const keywords = rules.find((rule) => rule.field === field && rule.kind === "enum")?.keywords;
  const items = keywords?.items as { readonly enum?: unknown } | undefined;
  const options = keywords?.enum ?? items?.enum;
  return Array.isArray(options) ? options.filter((option) => typeof option === "string") : [];
}
