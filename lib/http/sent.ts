import type { output, ZodType } from "zod";
import { AppError } from "@/lib/errors";
import { invalidInput } from "./problem";

/*
 * What actions and pages are sent. Their types say what our own screens send, and bind nobody: every argument goes
 * through one of these before anything is done with it.
 */

interface Refused {
  readonly message: string;
  /** Says all that there is to mend; without it each place that is wrong is told. */
  readonly remedy?: string;
}

/** The argument in the form that the action takes. Throws AppError `invalid-input`, which never repeats what was sent. */
export function sent<Form extends ZodType>(
  form: Form,
  value: unknown,
  { message, remedy }: Refused,
): output<Form> {
  const read = form.safeParse(value);
  if (read.success) return read.data;
  if (remedy !== undefined) throw new AppError("invalid-input", message, { remedy });
  throw new AppError("invalid-input", message, { paths: invalidInput(read.error.issues).paths });
}

/** An argument that is a text; anything else counts as the empty one, which names nothing. */
export const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What stands in a field of a form; null where it is none, or no form was sent. */
export const field = (form: unknown, name: string): FormDataEntryValue | null =>
  form instanceof FormData ? form.get(name) : null;

/** Of an address's query what stands in it once: a name that comes twice is a list, and counts as left out. */
export const onlyTexts = <Query extends object>(query: Query): Partial<Query> =>
  Object.fromEntries(
    Object.entries(query).filter(([, value]) => typeof value === "string"),
  ) as Partial<Query>;
