"use client";

import { Check, SlidersHorizontal, Undo2, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useDecided } from "@/components/live/last-decision";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { ActionMenu } from "@/components/ui/action-menu";
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
            <RejectAndRestore held={held} registry={registry} onDone={rejected} />
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

/** What the changes took away is put back where they came from: on that side, or on those one chooses of several. */
function RejectAndRestore({ held, registry, onDone }: Props & { readonly onDone: () => void }) {
  const org = useOrganization();
  const icon = <Undo2 size={14} aria-hidden />;
  const places = held.sources.flatMap(({ side: id, rows }) => {
    const side = registry.sides.find((candidate) => candidate.id === id);
    if (!side) return [];
    const where = `${kindWord(side.kind)} (${sideName(side)})`;
    return [
      { where, word: `On ${where}`, end: counted(rows, "row"), action: () => reject(org, held.runId, [id]) },
    ];
  });
  const [only] = places;
  if (!only) return null;
  if (places.length === 1)
    return (
      <ActionButton
        look="danger"
        action={only.action}
        onDone={onDone}
        icon={icon}
        label={`Reject and restore on ${only.where}, ${only.end}`}
      />
    );
  const all = {
    word: "On all of them",
    action: () =>
      reject(
        org,
        held.runId,
        held.sources.map(({ side }) => side),
      ),
  };
  return (
    <ActionMenu
      look="danger"
      icon={icon}
      label="Reject and restore"
      choices={[...places, all]}
      onDone={onDone}
    />
  );
}
