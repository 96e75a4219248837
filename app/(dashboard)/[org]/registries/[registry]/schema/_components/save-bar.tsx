"use client";

import { LoaderCircle, Save } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Refusal } from "@/components/ui/refusal";
import { saveSchema } from "../actions";
import type { SchemaJson } from "./edit-document";

interface Props {
  readonly registryId: string;
  readonly document: SchemaJson;
  readonly onSaved: (document: SchemaJson) => void;
  readonly onUndo: () => void;
}

/** Stays in sight while there are changes that are only here. */
export function SaveBar({ registryId, document, onSaved, onUndo }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [isSaving, start] = useTransition();
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const save = () =>
    start(async () => {
      const answered = await saveSchema(org, registryId, document);
      setRefusal(answered.refusal);
      if (answered.view === null) return;
      onSaved(answered.view);
      router.refresh();
    });
  return (
    <section
      aria-label="Unsaved changes"
      className="sticky bottom-16 z-10 space-y-3 rounded-[10px] bg-raised p-3 shadow-float md:bottom-4"
    >
      {refusal && <Refusal refusal={refusal} />}
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto pl-1 text-ink-soft" aria-live="polite">
          Changes are not saved. Saving makes a draft; nothing is held against it until it is published.
        </p>
        <button type="button" onClick={onUndo} disabled={isSaving} className={buttonClass("plain")}>
          Undo changes
        </button>
        <button type="button" onClick={save} disabled={isSaving} className={buttonClass("primary")}>
          {isSaving ? (
            <LoaderCircle size={14} aria-hidden className="animate-spin" />
          ) : (
            <Save size={14} aria-hidden />
          )}
          Save draft
        </button>
      </div>
    </section>
  );
}
