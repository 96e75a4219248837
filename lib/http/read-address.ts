import { z } from "zod";
import { onlyTexts, sent } from "./sent";

/**
 * What the address of a page asks for, read as the API reads the same query: empty fields of a form, and what these fields do
 * not know, are left out. Throws AppError `invalid-input`.
 */
export function readAddress<Shape extends z.ZodRawShape>(
  shape: Shape,
  searchParams: Readonly<Record<string, unknown>>,
): z.output<z.ZodObject<Shape>> {
  const given = Object.entries(onlyTexts(searchParams)).filter(
    ([name, value]) => name in shape && String(value).trim() !== "",
  );
  const message = "The address asks for what cannot be.";
  return sent(z.object(shape), Object.fromEntries(given), { message }) as z.output<z.ZodObject<Shape>>;
}

/** The same as a query of the API, without what is not asked for. */
export const queryOf = (filter: Readonly<Record<string, string | null>>): string =>
  new URLSearchParams(
    Object.entries(filter).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  ).toString();
