"use client";

import { RadioCards } from "@/components/ui/radio-cards";
import { counted } from "@/lib/format/count";
import type { KeyCandidatesView } from "@/lib/services/drafts/draft-view";
import { useWizard } from "../../_components/wizard-context";

const MOST = 4;

/** Fields that could tell the rows apart, the best first, each with how well it does. */
export function KeyCandidates({ candidates: view }: { readonly candidates: KeyCandidatesView | null }) {
  const { parts, change } = useWizard();
  if (view === null) return <p className="text-ink-soft">Looking for what tells the rows apart…</p>;
  if (view.rows === null)
    return (
      <p className="text-ink-soft">
        {view.missing?.message} {view.missing?.remedy}
      </p>
    );
  const cards = view.candidates.slice(0, MOST).map((one, at) => ({
    value: one.fields.join(),
    title: one.names.join(" + "),
    meaning: one.because,
    ...tagOf(one, at),
  }));
  const [best] = view.candidates;
  const isUnsure = best === undefined || best.notUnique + best.empty > 0;
  return (
    <>
      {isUnsure && (
        <p className="mb-3 text-warn">
          No field is filled and different in every row. Rows that share a key, or have none, are left as they
          are and listed: correct them and read the places again, or put the key together of several fields.
        </p>
      )}
      {cards.length > 0 && (
        <RadioCards
          legend="What tells a row from the others?"
          name="key"
          columns={2}
          value={parts.key.join()}
          cards={cards}
          choose={(value) => change({ key: value.split(",") })}
        />
      )}
    </>
  );
}

const tagOf = (one: { readonly notUnique: number; readonly empty: number }, at: number) => {
  if (one.notUnique > 0) return { tag: `${counted(one.notUnique, "record")} share it` };
  if (one.empty > 0) return { tag: `${counted(one.empty, "record")} without` };
  return at === 0 ? { tag: "Fits" } : {};
};
