"use client";

import { useState } from "react";
import type { OpenConflictsView } from "@/lib/services/conflicts/list-conflicts";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { ConflictActions } from "./conflict-actions";
import { FieldBulk } from "./field-bulk";

interface Props {
  readonly registry: RegistryView;
  readonly counts: readonly OpenConflictsView[];
  readonly actions: ConflictActions;
}

/** One line for each field with conflicts, to decide on all of them or on those to come. */
export function BulkList({ registry, counts, actions }: Props) {
  const [said, say] = useState("");
  return (
    <>
      {counts.length > 0 && (
        <ul aria-label="Fields in conflict" className="card divide-y divide-line">
          {counts.map((count) => (
            <FieldBulk key={count.field} registry={registry} count={count} actions={actions} done={say} />
          ))}
        </ul>
      )}
      <p aria-live="polite" className={said ? "text-ink-soft" : "sr-only"}>
        {said}
      </p>
    </>
  );
}
