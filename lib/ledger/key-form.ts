import { createHash } from "node:crypto";
import { foldText } from "@/lib/engine/canonical";

/** A key as it is looked for: whatever its capitals, spaces and Unicode form, in every registry alike. */
export const keyForm = (parts: readonly string[]): string => JSON.stringify(parts.map(foldText));

/** Hex SHA-256 of the form of a key, whose values stand in a JSON array: as long for any key. */
export const keyHash = (keyText: string): string =>
  createHash("sha256")
    .update(keyForm((JSON.parse(keyText) as unknown[]).map(String)))
    .digest("hex");
