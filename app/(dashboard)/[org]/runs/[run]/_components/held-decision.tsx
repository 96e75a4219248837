"use client";

import { Check, SlidersHorizontal, Undo2, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useDecided } from "@/components/live/last-decision";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { counted } from "@/lib/format/count";
import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { HeldRunView } from "@/lib/services/runs/held-run";
import { approve, reject } from "../actions";

// Fetched when somebody wants to change it.
const ChangeRule = lazy(() => import("./change-rule").then((module) => ({ default: module.ChangeRule })));

interface Props {
  readonly held: HeldRunView;
  readonly registry: RegistryView;
}

/** The ways to decide, and what happens if nobody does. */
export function HeldDecision({ held, registry }: Props) {
  const org = useOrganization();
  const [isChanging, setChanging] = useState(false);
  const decided = useDecided();
  const approved = () =>
    decided({
      said: "An approval stands once it is given",
      remedy: "What the run writes can be undone on its page.",
    });
  const rejected = () =>
    decided({ said: "A rejection stands once it is given", remedy: "The next run asks again." });
  const hasRule = held.mayChangeRule && held.brakes.some(({ rule }) => rule !== null);
  return (
    <div className="rounded-b-[10px] border-t bg-sunken sm:sticky sm:bottom-0 sm:z-10">
      {/* A label names a table, which may be long: it breaks rather than runs over the card. */}
      <div className="flex flex-wrap items-center justify-end gap-2 px-4 py-3 max-sm:flex-col max-sm:items-stretch [&_button]:justify-center [&_button]:whitespace-normal max-sm:[&_button]:w-full">
        <p className="w-full text-ink-soft">
          {held.mayDecide ? "" : "Your role may not decide on this plan. "}
          {held.ifNobodyDecides}
        </p>
        {hasRule && (
          <button
            type="button"
            aria-expanded={isChanging}
            aria-controls="change-rule"
            onClick={() => setChanging(!isChanging)}
            className={buttonClass("quiet")}
          >
            <SlidersHorizontal size={14} aria-hidden />
            Change the rule
          </button>
        )}
        {held.mayDecide && (
          <>
            <ActionButton
              look="danger"
              action={() => reject(org, held.runId)}
              onDone={rejected}
              icon={<X size={14} aria-hidden />}
              label="Reject"
            />
            {restores(held, registry).map(({ label, sides }) => (
              <ActionButton
                key={label}
                look="danger"
                action={() => reject(org, held.runId, sides)}
                onDone={rejected}
                icon={<Undo2 size={14} aria-hidden />}
                label={label}
              />
            ))}
            <ActionButton
              look="primary"
              action={() => approve(org, held.runId, held.planHash)}
              onDone={approved}
              icon={<Check size={14} aria-hidden />}
              label="Approve once"
            />
          </>
        )}
      </div>
      {isChanging && (
        <Suspense>
          <ChangeRule held={held} onClose={() => setChanging(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** A button for each side that the changes came from, and one for all of them. */
function restores({ sources }: HeldRunView, { sides }: RegistryView) {
  const named = sources.flatMap(({ side: id, rows }) => {
    const side = sides.find((candidate) => candidate.id === id);
    const where = side && `${kindWord(side.kind)} (${sideName(side)})`;
    return where ? [{ label: `Reject and restore on ${where}, ${counted(rows, "row")}`, sides: [id] }] : [];
  });
  if (named.length < 2) return named;
  return [...named, { label: "Reject and restore on all of them", sides: sources.map(({ side }) => side) }];
}
