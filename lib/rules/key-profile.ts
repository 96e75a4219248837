/** Whether the rows' keys tell them apart. */
import { keyText } from "@/lib/engine/canonical";
import type { Field } from "@/lib/engine/field";
import type { Cells } from "@/lib/engine/value";
import type { Proposal } from "./column-profile";
import { named } from "./fault-message";

/** Beyond so many, keys are no longer remembered and nothing is said of them. */
const MAX_KEYS = 500_000;

export class KeyProfile {
  private total = 0;
  private rowsByKey: Map<string, number> | null = new Map();

  constructor(private readonly key: readonly string[]) {}

  add(cells: Cells): void {
    this.total += 1;
    const text = this.rowsByKey === null ? null : keyText(cells, this.key);
    if (text === null || this.rowsByKey === null) return;
    this.rowsByKey.set(text, (this.rowsByKey.get(text) ?? 0) + 1);
    if (this.rowsByKey.size > MAX_KEYS) this.rowsByKey = null;
  }

  proposals(fields: readonly Field[]): Proposal[] {
    const [first] = this.key;
    if (first === undefined || this.rowsByKey === null) return [];
    let failing = 0;
    for (const rows of this.rowsByKey.values()) if (rows > 1) failing += rows;
    const names = this.key.map((id) => fields.find((field) => field.id === id)?.name ?? id);
    const text = `No two rows have the same ${named(names)}.`;
    return [
      {
        id: `${first}:unique-key`,
        field: first,
        kind: "unique-key",
        text,
        failing,
        total: this.total,
        keywords: {},
      },
    ];
  }
}
