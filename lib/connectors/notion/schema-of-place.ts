import { AppError } from "@/lib/errors";
import type { NewField, NewPlace } from "../new-place";
import { dashedId } from "./ids";
import type { Json } from "./json";
import { NATIVE_FORMS } from "./native-forms";
import { optionsRefusal } from "./option-codec";
import { textRefusal } from "./text-codec";

/** What a title can hold, the most natural first. */
const TITLE_TYPES = ["text", "integer", "number", "json"] as const;

type Problem = { readonly path: string; readonly message: string };

/**
 * The schema of a new data source. Notion wants exactly one title: it is the first field of the key that a title can
 * hold, else the first such field. Throws `invalid-input` with the path of each fault.
 */
export function schemaOfPlace({ fields, key }: Pick<NewPlace, "fields" | "key">): Json {
  const title = titleOf(fields, key);
  if (title === null) {
    throw refused([{ path: "/fields", message: "Notion needs a field of text for the title of its rows." }]);
  }
  const schema = schemaOfFields(fields);
  return { ...schema, [title.name]: { title: {} } };
}

/** The configuration of each property by its name. Throws `invalid-input`. */
export function schemaOfFields(fields: readonly NewField[]): Json {
  const problems = fields.flatMap(problemsOf);
  if (problems.length > 0) throw refused(problems);
  return Object.fromEntries(fields.map((field) => [field.name, propertyOf(field)]));
}

function titleOf(fields: readonly NewField[], key: readonly string[]): NewField | null {
  const ofKey = key.flatMap((name) => fields.filter((field) => field.name === name));
  for (const candidates of [ofKey, fields])
    for (const type of TITLE_TYPES) {
      const found = candidates.find((field) => field.type === type);
      if (found) return found;
    }
  return null;
}

function problemsOf(field: NewField, at: number): Problem[] {
  const path = `/fields/${at}`;
  const forms = NATIVE_FORMS[field.type];
  const problems: Problem[] = [];
  const name = textRefusal(field.name);
  if (name) problems.push({ path: `${path}/name`, message: name.message });
  if (field.native !== null && !forms.includes(field.native)) {
    const message = `A field of type ${field.type} is made in Notion as ${forms.join(" or ")}.`;
    problems.push({ path: `${path}/native`, message });
  }
  const options = optionsRefusal(field.options);
  if (options) problems.push({ path: `${path}/options`, message: options.message });
  if (field.type === "relation" && targetOf(field) === null) {
    const message = "A relation needs the data source that it points at.";
    problems.push({ path: `${path}/relatesTo`, message });
  }
  return problems;
}

const targetOf = ({ relatesTo }: NewField): string | null => dashedId(String(relatesTo?.dataSourceId ?? ""));

function propertyOf(field: NewField): Json {
  const native = field.native ?? NATIVE_FORMS[field.type][0];
  switch (native) {
    case "select":
    case "multi_select":
      return { [native]: { options: field.options.map((name) => ({ name })) } };
    case "number":
      return { number: { format: field.type === "number" ? "number_with_commas" : "number" } };
    case "relation":
      return { relation: { data_source_id: targetOf(field), single_property: {} } };
    default:
      return { [native]: {} };
  }
}

const refused = (paths: readonly Problem[]): AppError =>
  new AppError("invalid-input", "Notion cannot make a place like this.", { paths });
