import type { Direction } from "@/lib/engine/field";
import type { TemplateField } from "./template";

/**
 * Which way a field goes on a side: one with a home is edited there and put back elsewhere, but only where the registry has
 * it on a side at its home. `kinds`: those of the sides that have it.
 */
export const directionOn = (
  kind: string,
  { editedIn }: Pick<TemplateField, "editedIn">,
  kinds: ReadonlySet<string>,
): Direction => (editedIn === undefined || editedIn === kind || !kinds.has(editedIn) ? "both" : "out");
