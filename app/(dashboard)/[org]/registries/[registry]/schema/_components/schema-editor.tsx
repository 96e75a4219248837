"use client";

import { useEffect, useState } from "react";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { SchemaView } from "@/lib/services/schemas/schema-view";
import type { NamedSet } from "./control-props";
import { type SchemaJson, sameText } from "./edit-document";
import { FieldTable } from "./field-table";
import { RuleList } from "./rule-list";
import { SaveBar } from "./save-bar";
import { SchemaTools } from "./schema-tools";
import { useFailing } from "./use-failing";

interface Props {
  readonly registry: RegistryView;
  readonly schema: SchemaView;
  readonly optionSets: readonly NamedSet[];
}

/** The draft under edit: every control changes one document, which is saved as a whole. */
export function SchemaEditor({ registry, schema, optionSets }: Props) {
  const kept = schema.draft?.document ?? schema.published?.document ?? {};
  const keptText = sameText(kept);
  const failing = useFailing(registry, schema);
  const [document, setDocument] = useState<SchemaJson>(kept);
  // Raised whenever the document is replaced as a whole, so that its controls show what is now in it.
  const [round, setRound] = useState(0);
  const isDirty = sameText(document) !== keptText;
  const replace = (next: SchemaJson) => {
    setDocument(next);
    setRound((before) => before + 1);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is kept elsewhere replaces what is edited here
  useEffect(() => replace(kept), [keptText]);
  return (
    <div className="space-y-5">
      <SchemaTools registry={registry} document={document} onReplace={replace} />
      <FieldTable
        key={`fields ${round}`}
        registry={registry}
        document={document}
        failing={isDirty ? null : failing}
        optionSets={optionSets}
        onChange={setDocument}
      />
      <RuleList key={`rules ${round}`} registry={registry} document={document} onChange={setDocument} />
      {isDirty && (
        <SaveBar
          registryId={registry.id}
          document={document}
          onSaved={replace}
          onUndo={() => replace(kept)}
        />
      )}
    </div>
  );
}
