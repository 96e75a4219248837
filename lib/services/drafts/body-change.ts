import { AppError } from "@/lib/errors";
import { findTemplate } from "../templates/all-templates";
import type { ChangeDraftInput, DraftBody } from "./draft-input";

type Parts = Omit<ChangeDraftInput, "revision" | "name" | "step">;

/**
 * The body with each given part in the place of the part as it was; null takes a setting back to its default. What is new
 * gets a ref that nothing has had in this body. What pointed at a side or field that is gone goes with it. Throws AppError
 * `invalid-input` where a ref stands for two things, or for none, as a template's or a rule's id may.
 */
export function bodyWith(body: DraftBody, parts: Parts): DraftBody {
  const { sides, fields, ...rest } = parts;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const kept = Object.fromEntries(
    Object.entries({ ...body, ...given }).filter(([, value]) => value !== null),
  ) as DraftBody;
  const changed: DraftBody = {
    ...kept,
    sides: sides ? withRefs(sides, "s", body.sides) : body.sides,
    fields: fields ? withRefs(fields, "f", body.fields) : body.fields,
  };
  requireOnce(changed.sides, "/sides");
  requireOnce(changed.fields, "/fields");
  if (parts.template) requireTemplate(parts.template);
  return withoutGone(changed, body, given);
}

/** Each with a ref: its own, or the next that neither these nor those before have. */
function withRefs<T extends { ref?: string | undefined }>(
  given: readonly T[],
  letter: string,
  before: readonly { readonly ref: string }[],
): (T & { ref: string })[] {
  const taken = new Set([...given, ...before].flatMap(({ ref }) => ref ?? []));
  let count = 0;
  const next = (): string => {
    do count += 1;
    while (taken.has(`${letter}${count}`));
    return `${letter}${count}`;
  };
  return given.map((each) => ({ ...each, ref: each.ref ?? next() }));
}

function requireOnce(list: readonly { readonly ref: string }[], path: string): void {
  const refs = list.map(({ ref }) => ref);
  const twice = refs.findIndex((ref, at) => refs.indexOf(ref) !== at);
  if (twice === -1) return;
  throw new AppError("invalid-input", `The ref "${refs[twice]}" is given twice.`, {
    paths: [{ path: `${path}/${twice}/ref`, message: "Each ref stands for one thing." }],
  });
}

function requireTemplate({ id, rules }: NonNullable<DraftBody["template"]>): void {
  const template = findTemplate(id);
  const known = new Set(template?.rules.map((rule) => rule.id));
  const unknown = rules.findIndex((rule) => !known.has(rule));
  const path = template ? `/template/rules/${unknown}` : "/template/id";
  if (template && unknown === -1) return;
  throw new AppError(
    "invalid-input",
    template ? "The template has no such rule." : "There is no such template.",
    {
      paths: [{ path, message: "Take one that GET /api/v1/templates lists." }],
    },
  );
}

/** What names a side or field that the body no longer has is left out; what was given now must name none that is not there. */
function withoutGone(
  body: DraftBody,
  before: DraftBody,
  given: Readonly<Record<string, unknown>>,
): DraftBody {
  const sides = new Set(body.sides.map(({ ref }) => ref));
  const fields = new Set(body.fields.map(({ ref }) => ref));
  const known = new Set([...before.fields.map(({ ref }) => ref), ...fields]);
  for (const [at, part] of body.key.entries())
    if (given.key !== undefined && !known.has(part)) throw unknownField(`/key/${at}`, part);
  const byField = <T>(record: Readonly<Record<string, T>> | undefined): Record<string, T> | undefined =>
    record && Object.fromEntries(Object.entries(record).filter(([ref]) => fields.has(ref)));
  const side = (ref: string | null): string | null => (ref !== null && sides.has(ref) ? ref : null);
  const { authority, strategies, winners, access, filter, ...rest } = body;
  return {
    ...rest,
    sides: body.sides.map((each) => ({
      ...each,
      mappings: each.mappings.filter(({ field }) => fields.has(field)),
    })),
    key: body.key.filter((ref) => fields.has(ref)),
    rules: body.rules.filter(({ field }) => fields.has(field)),
    ...(authority !== undefined && sides.has(authority) && { authority }),
    ...(strategies && {
      strategies: Object.fromEntries(
        Object.entries(byField(strategies) ?? {}).map(([ref, one]) => [
          ref,
          { ...one, authority: side(one.authority) },
        ]),
      ),
    }),
    ...(winners && {
      winners: {
        default: side(winners.default),
        fields: Object.fromEntries(
          Object.entries(byField(winners.fields) ?? {}).filter(([, ref]) => sides.has(ref)),
        ),
      },
    }),
    ...(access && { access: byField(access) ?? {} }),
    ...(filter && isOfFields(filter, fields) && { filter }),
  };
}

/** A filter that has lost a field would let other rows in: it goes as a whole. */
function isOfFields(filter: NonNullable<DraftBody["filter"]>, fields: ReadonlySet<string>): boolean {
  const conditions = "all" in filter ? filter.all : filter.any;
  return conditions.every(({ field }) => fields.has(field));
}

const unknownField = (path: string, ref: string): AppError =>
  new AppError("invalid-input", `The draft has no field "${ref}".`, {
    paths: [{ path, message: "There is no such field." }],
  });
