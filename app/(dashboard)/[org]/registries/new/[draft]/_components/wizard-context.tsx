"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { fetchView } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import type { DraftView } from "@/lib/services/drafts/draft-view";
import type { TemplateView } from "@/lib/services/templates/template-view";
import type { DraftParts } from "./draft-parts";
import { shownBody } from "./draft-saving";
import { type DraftSaving, useSaving } from "./use-saving";

/** A draft on the screen. */
export interface Wizard extends Omit<DraftSaving, "arrive"> {
  /** As the server had it last: what its places look like, what is missing, how far its reading is. */
  readonly draft: DraftView;
  /** What is decided, with what is not saved yet. */
  readonly parts: DraftParts;
  /** The address of the draft's steps, without the step. */
  readonly base: string;
  /** The template that it began with. */
  readonly template: TemplateView | null;
  /** Takes a draft that another call answered with. */
  take(view: DraftView): void;
}

const InMaking = createContext<Wizard | null>(null);

const READING_MS = 1_000;
const CALM_MS = 15_000;

/** The draft around which the wizard's steps stand; it lasts while one goes from step to step. */
export function WizardProvider({
  initial,
  template,
  children,
}: {
  readonly initial: DraftView;
  readonly template: TemplateView | null;
  readonly children: ReactNode;
}) {
  const org = useOrganization();
  const [draft, setDraft] = useState(initial);
  const newest = useCallback(
    (view: DraftView) => setDraft((before) => (view.revision < before.revision ? before : view)),
    [],
  );
  const { arrive, ...saving } = useSaving(initial, newest);
  const take = useCallback(
    (view: DraftView) => {
      arrive(view);
      newest(view);
    },
    [arrive, newest],
  );
  const { data } = useQuery({
    queryKey: [org, `/drafts/${initial.id}`],
    queryFn: ({ signal }) => fetchView<DraftView>(org, `/drafts/${initial.id}`, signal),
    initialData: initial,
    // By what is on the screen: that a reading began was told by the call that asked for it.
    refetchInterval: draft.survey?.state === "running" ? READING_MS : CALM_MS,
  });
  useEffect(() => take(data), [data, take]);
  // The page's own parts were asked for anew, after an action or on the way back.
  useEffect(() => take(initial), [initial, take]);
  const parts = useMemo(() => shownBody(saving.saving), [saving.saving]);
  const wizard = { ...saving, draft, parts, take, template, base: `/${org}/registries/new/${initial.id}` };
  return <InMaking value={wizard}>{children}</InMaking>;
}

export function useWizard(): Wizard {
  const wizard = useContext(InMaking);
  if (wizard === null) throw new Error("A step of the wizard stands outside of it.");
  return wizard;
}
