"use client";

import { useCallback, useEffect, useRef, useState, useTransition } from "react";
import type { Refusal } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { askSurvey, askSurveyAgain } from "../../actions";
import { useWizard } from "./wizard-context";

/**
 * Reads the draft's places where they were not read yet, or are others now; once for each set of places and columns. `again`
 * looks at their columns first.
 */
export function useSurvey() {
  const org = useOrganization();
  const { draft, take, settle } = useWizard();
  const [isAsking, start] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const asked = useRef("");
  const ask = useCallback(
    (action: typeof askSurvey) =>
      start(async () => {
        await settle();
        const answered = await action(org, draft.id);
        setRefusal(answered.refusal);
        if (answered.view) take(answered.view);
      }),
    [org, draft.id, take, settle],
  );
  const { survey, body } = draft;
  const isMissing =
    survey === null ||
    body.sides.some(({ ref }) => survey.sides.every((one) => one.side !== ref || one.isStale));
  const columnsOf = (ref: string) =>
    draft.looks.find(({ side }) => side === ref)?.columns.map(({ id }) => id);
  const places = JSON.stringify(
    body.sides.map(({ ref, connectionId, location }) => [connectionId, location, columnsOf(ref)]),
  );
  useEffect(() => {
    if (!isMissing || draft.state === "started" || survey?.state === "running" || asked.current === places)
      return;
    asked.current = places;
    ask(askSurvey);
  }, [isMissing, survey, places, ask, draft.state]);
  return { isAsking, again: () => ask(askSurveyAgain), refusal };
}
