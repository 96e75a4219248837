import { z } from "zod";

/** Longer than any key of a row that fits an index, and short enough for a URL. */
const CURSOR_CHARACTERS = 8000;
const FORM = /^[A-Za-z0-9_-]+$/;

/** The query's `cursor`: opaque to the caller; null on the first page. */
export const cursorInput = z
  .string()
  .max(CURSOR_CHARACTERS)
  .regex(FORM, "Not a cursor of this API.")
  .transform((text) => Buffer.from(text, "base64url").toString("utf8").replaceAll("\0", "\uFFFD"))
  .nullable()
  .default(null)
  .describe("nextCursor of the page before; left out for the first page");

/** A page of a list. `nextCursor` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

/** A service's page with its cursor made opaque: it may hold a row's key, and is no promise to anyone. */
export const sealPage = <T>({ data, nextCursor }: Page<T>): Page<T> => ({
  data,
  nextCursor: nextCursor && Buffer.from(nextCursor, "utf8").toString("base64url"),
});

/** A list that is short enough to come whole. */
export const wholePage = <T>(data: readonly T[]): Page<T> => ({ data, nextCursor: null });
