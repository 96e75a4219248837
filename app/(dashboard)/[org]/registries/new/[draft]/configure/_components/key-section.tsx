"use client";

import { useEffect, useRef } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Refusal } from "@/components/ui/refusal";
import { Switch } from "@/components/ui/switch";
import { MATCH_CHOICES } from "@/lib/format/choices";
import { counted } from "@/lib/format/count";
import { matchModeSentence } from "@/lib/format/matching";
import type { KeyCandidatesView, KeyView } from "@/lib/services/drafts/draft-view";
import { Choose } from "../../../../[registry]/settings/_components/choose";
import { Setting } from "../../../../[registry]/settings/_components/setting";
import { SideSelect } from "../../../../[registry]/settings/_components/side-select";
import { useDraftAnswer } from "../../_components/use-draft-answer";
import { useWizard } from "../../_components/wizard-context";
import { Fold } from "./fold";
import { KeyCandidates } from "./key-candidates";
import { KeyResult } from "./key-result";
import { useSideNames } from "./use-side-names";

/** What tells a row from the others, how records find their rows by it, and whose value stands where they differ. */
export function KeySection() {
  const { parts, draft, change } = useWizard();
  const { sides } = useSideNames();
  const { answer: candidates } = useDraftAnswer<KeyCandidatesView>("key/candidates");
  const { answer, isOld } = useDraftAnswer<KeyView>(draft.body.key.length > 0 ? "key" : null);
  const best = candidates?.view?.candidates[0];
  const isProposed = useRef(false);
  const isKeyless = draft.body.key.length === 0;
  // The default is right where it fits every record; else, or once it was taken out again, a person chooses.
  useEffect(() => {
    if (!best || best.notUnique > 0 || best.empty > 0 || !isKeyless || isProposed.current) return;
    isProposed.current = true;
    change({ key: [...best.fields] });
  }, [best, isKeyless, change]);
  const match = parts.match ?? "match-then-create";
  const names = parts.fields.filter(({ ref }) => parts.key.includes(ref)).map(({ name }) => name);
  const winner = parts.winners?.default ?? null;
  return (
    <Fold
      title="Key and matching"
      isOpen
      decided={
        names.length === 0 ? "No key is chosen yet." : `${names.join(" + ")}. ${matchModeSentence(match)}`
      }
    >
      {candidates?.refusal ? (
        <Refusal refusal={candidates.refusal} />
      ) : (
        <KeyCandidates candidates={candidates?.view ?? null} />
      )}
      <div aria-live="polite" className="my-3">
        {answer?.refusal && <Refusal refusal={answer.refusal} />}
        {answer?.view && <KeyResult view={answer.view} isOld={isOld} />}
      </div>
      <div className="divide-y divide-line border-t">
        <Choose
          label="Matching"
          choices={MATCH_CHOICES}
          value={match}
          onChoose={(chosen) => change({ match: chosen })}
        />
        <div className="py-3">
          <Switch
            label="Compare keys loosely"
            hint="Without regard to case, outer spaces and Unicode form: “acme ” matches “ACME”."
            checked={parts.normalise ?? false}
            onChange={(event) => change({ normalise: event.target.checked })}
          />
        </div>
        {match !== "create-only" && (
          <Setting
            label="Where matched rows differ"
            hint="Whose value stands where nothing was agreed before. Every other value is kept and can be chosen later."
          >
            {(ids) => (
              <SideSelect
                {...ids}
                sides={sides}
                value={winner}
                none="The conflict strategy decides"
                onPick={(side) => change({ winners: { default: side, fields: parts.winners?.fields ?? {} } })}
              />
            )}
          </Setting>
        )}
        <OwnKey />
      </div>
    </Fold>
  );
}

/** A key of a person's own, where none that was found is meant. */
function OwnKey() {
  const { parts, change } = useWizard();
  const toggle = (ref: string) =>
    change({
      key: parts.key.includes(ref) ? parts.key.filter((one) => one !== ref) : [...parts.key, ref].slice(-8),
    });
  return (
    <details className="py-3">
      <summary className="list-none text-ink-soft underline">
        Put the key together yourself ({counted(parts.fields.length, "field")})
      </summary>
      <fieldset className="mt-2 grid gap-2 sm:grid-cols-2">
        <legend className="sr-only">Fields of the key</legend>
        {parts.fields.map(({ ref, name }) => (
          <Checkbox key={ref} label={name} checked={parts.key.includes(ref)} onChange={() => toggle(ref)} />
        ))}
      </fieldset>
    </details>
  );
}
