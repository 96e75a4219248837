import { freeName } from "@/lib/format/free-name";
import type { DraftBody } from "@/lib/services/drafts/draft-input";
import type { DraftLook } from "@/lib/services/drafts/draft-view";
import type { TemplateFieldView, TemplateView } from "@/lib/services/templates/template-view";

export type Kind = keyof TemplateView["title"];

export interface NewPlaceField {
  readonly name: string;
  readonly type: DraftBody["fields"][number]["type"];
  readonly options: string[];
  /** The system's own type; null = its usual one. */
  readonly native: string | null;
}

interface NewPlace {
  readonly title: string;
  readonly fields: NewPlaceField[];
  readonly key: string[];
}

type Parts = Pick<DraftBody, "fields" | "key" | "rules"> & { readonly name: string };

/**
 * What a place is made with on a kind of system: the draft's own fields where it has some, as its template has them there
 * unless they were changed since; else the columns of the first place that was chosen. A relation points into a system, so
 * another one cannot be made with it.
 */
export function newPlace(
  { name, fields, key, rules }: Parts,
  looks: readonly DraftLook[],
  { kind, template }: { readonly kind: Kind; readonly template: TemplateView | null },
): NewPlace {
  if (fields.length === 0) return { title: name, ...likeTheFirst(looks) };
  const made = fields
    .filter(({ type }) => type !== "relation")
    .map((field) => ({ ref: field.ref, ...newField(field, { kind, template, rules }) }));
  const known = made.filter(({ ref }) => key.includes(ref));
  return {
    title: template && name === template.name ? template.title[kind] : name,
    fields: made.map(({ ref: _ref, ...field }) => field),
    key: keyOf(known, made),
  };
}

/** What a field is made as on a kind of system. */
export function newField(
  field: DraftBody["fields"][number],
  of: { readonly kind: Kind; readonly template: TemplateView | null; readonly rules: DraftBody["rules"] },
): NewPlaceField {
  const known = of.template?.fields.find((one) => one.name === field.from);
  return { ...asOn(of.kind, field, known), options: optionsIn(of.rules, field.ref) };
}

type Named = Pick<DraftBody["fields"][number], "name" | "type">;

/** Called and typed as the template says, as far as the draft's person has left it so. */
const asOn = (kind: Kind, { name, type }: Named, of: TemplateFieldView | undefined) => ({
  name: of?.name === name ? of.called[kind] : name,
  type,
  native: of?.type === type ? of.native[kind] : null,
});

function likeTheFirst(looks: readonly DraftLook[]): Pick<NewPlace, "fields" | "key"> {
  const columns = looks.find((look) => look.columns.length > 0)?.columns ?? [];
  const taken = new Set<string>();
  const made = columns.flatMap(({ name: called, carries: [type], options, keyPart }) => {
    if (type === undefined || type === "relation") return [];
    const name = freeName(called, taken);
    taken.add(name);
    return [{ name, type, options: [...(options ?? [])], keyPart }];
  });
  return {
    fields: made.map(({ name, type, options }) => ({ name, type, options, native: null })),
    key: keyOf(
      made.filter(({ keyPart }) => keyPart),
      made,
    ),
  };
}

/** A place needs something that tells its rows apart: the first column, where nothing is known. */
const keyOf = (
  known: readonly { readonly name: string }[],
  made: readonly { readonly name: string }[],
): string[] => (known.length > 0 ? known : made.slice(0, 1)).map(({ name }) => name);

function optionsIn(rules: DraftBody["rules"], field: string): string[] {
  const keywords = rules.find((rule) => rule.field === field && rule.kind === "enum")?.keywords;
  const items = keywords?.items as { readonly enum?: unknown } | undefined;
  const options = keywords?.enum ?? items?.enum;
  return Array.isArray(options) ? options.filter((option) => typeof option === "string") : [];
}
