"use client";

import { LoaderCircle, Wand2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";
import { Refusal } from "@/components/ui/refusal";
import { counted, formatCount } from "@/lib/format/count";
import type { ConversionsView, MappingProposal } from "@/lib/services/drafts/draft-view";
import { savedWord } from "../../_components/draft-saving";
import { StepFoot } from "../../_components/step-foot";
import { SurveyNote } from "../../_components/survey-note";
import { useDraftAnswer } from "../../_components/use-draft-answer";
import { useWizard } from "../../_components/wizard-context";
import { AddField } from "./add-field";
import { mappedCount } from "./field-columns";
import { FieldLine } from "./field-line";
import { MissingColumns } from "./missing-columns";
import { useReasons } from "./use-reasons";

/** One line per field with its column on every side: proposed, each with why, and changed where the proposal is wrong. */
export function MapStep() {
  const { draft, parts, change, saving } = useWizard();
  const { answer, isOld } = useDraftAnswer<MappingProposal>("mapping");
  const { answer: converted } = useDraftAnswer<ConversionsView>(
    parts.fields.length > 0 ? "conversions" : null,
  );
  const proposal = answer?.view ?? null;
  const reasonOf = useReasons(proposal);
  const isEmpty = parts.fields.length === 0;
  const isUnmapped = draft.body.sides.every(({ mappings }) => mappings.length === 0);
  const isTaken = useRef(false);
  // What is found by itself is taken over once; a person who has taken all of it out again is not overruled.
  useEffect(() => {
    if (!proposal || !isUnmapped || isTaken.current || proposal.change.fields.length === 0) return;
    isTaken.current = true;
    change(proposal.change);
  }, [proposal, isUnmapped, change]);
  // What was proposed before the last change is in it, mostly.
  const isSettled = !isOld && savedWord(saving) === "saved";
  const further = isEmpty || !isSettled ? [] : (proposal?.fields.filter(({ isNew }) => isNew) ?? []);
  return (
    <>
      <SurveyNote />
      {answer?.refusal && <Refusal refusal={answer.refusal} />}
      {!answer && <Looking />}
      {isEmpty && proposal && <Nothing proposal={proposal} onTake={() => change(proposal.change)} />}
      {!isEmpty && (
        <div className="card">
          <ul aria-label="Fields" className="divide-y divide-line">
            {parts.fields.map((field) => (
              <FieldLine
                key={field.ref}
                field={field}
                reasonOf={reasonOf}
                proposed={proposal?.fields.find(({ ref }) => ref === field.ref) ?? null}
                conversions={converted?.view?.conversions.filter((one) => one.field === field.ref) ?? null}
              />
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-3 rounded-b-[10px] border-t bg-sunken px-4 py-2.5">
            <p role="status" className="mr-auto font-medium tabular-nums">
              {formatCount(mappedCount(parts))} of {formatCount(parts.fields.length)} mapped
            </p>
            {further.length > 0 && proposal && (
              <button type="button" onClick={() => change(proposal.change)} className={buttonClass("plain")}>
                <Wand2 size={14} aria-hidden />
                Take {counted(further.length, "more field")}
              </button>
            )}
          </div>
        </div>
      )}
      {converted?.view?.problems.map(({ side, message, remedy }) => (
        <div key={side} className="mt-3">
          <Problem tone="warn" title={message} remedy={remedy} />
        </div>
      ))}
      <MissingColumns />
      <AddField unmapped={proposal?.unmapped ?? []} />
      <StepFoot step="map">Columns are followed by their own id: a rename there breaks nothing.</StepFoot>
    </>
  );
}

function Looking() {
  return (
    <p className="flex items-center gap-2 text-ink-soft">
      <LoaderCircle size={14} aria-hidden className="animate-spin" />
      Comparing the columns…
    </p>
  );
}

function Nothing({ proposal, onTake }: { readonly proposal: MappingProposal; readonly onTake: () => void }) {
  const count = proposal.change.fields.length;
  return (
    <div className="card px-5 py-8 text-center">
      <p className="font-medium">No field is mapped yet.</p>
      <p className="mt-1 text-ink-soft">
        {count === 0
          ? "No column of one place resembles one of another. Add a field below and choose its column on each side."
          : "Names, types and values were compared."}
      </p>
      {count > 0 && (
        <button type="button" onClick={onTake} className={buttonClass("primary", "mt-4")}>
          <Wand2 size={14} aria-hidden />
          Take over {counted(count, "proposed field")}
        </button>
      )}
    </div>
  );
}
