import type { z } from "zod";
import { AppError } from "@/lib/errors";
import { readJson } from "./read-json";

/** Refuses a cursor that no page of ours ended with. */
export const foreignCursor = (): AppError =>
  new AppError("invalid-input", "The cursor is not one of ours.", {
    paths: [{ path: "/cursor", message: "Not a cursor." }],
  });

/** The position in a cursor that holds JSON of this shape. Throws `invalid-input`. */
export function readPosition<T>(shape: z.ZodType<T>, cursor: string): T {
  const parsed = shape.safeParse(readJson(cursor));
  if (parsed.success) return parsed.data;
  throw foreignCursor();
}

/** The line that the page before ended with, -1 before the first page. Throws `invalid-input`. */
export function readLine(cursor: string | null): number {
  if (cursor === null) return -1;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw foreignCursor();
}
