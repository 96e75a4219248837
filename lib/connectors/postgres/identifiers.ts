import { AppError } from "@/lib/errors";

/**
 * An identifier for SQL text. Only names that the catalogue told us come here, never one from a mapping;
 * still each is quoted, and what PostgreSQL could not have told us is refused.
 */
export function quoted(name: string): string {
  if (name === "" || name.includes("\u0000") || /\p{Surrogate}/u.test(name) || Buffer.byteLength(name) > 63) {
    throw new AppError("internal", "The catalogue named something that cannot be a name.");
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text for SQL, whatever `standard_conforming_strings` says. */
export function literal(text: string): string {
  if (text.includes("\u0000")) throw new AppError("internal", "A text for SQL cannot hold this character.");
  const doubled = text.replaceAll("'", "''");
  return text.includes("\\") ? ` E'${doubled.replaceAll("\\", "\\\\")}'` : `'${doubled}'`;
}
