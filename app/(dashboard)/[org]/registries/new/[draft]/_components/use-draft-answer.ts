"use client";

import { useQuery } from "@tanstack/react-query";
import type { Asked } from "@/components/action";
import { askView } from "@/components/live/ask-view";
import { useOrganization } from "@/components/live/organization";
import { useWizard } from "./wizard-context";

interface Answer<T> {
  /** Undefined until the first answer came. */
  readonly answer: Asked<T> | undefined;
  /** What is shown is of an earlier state of the draft. */
  readonly isOld: boolean;
}

/**
 * What the server computes of the draft as it is kept there: asked for again when the draft changes or its rows were
 * read. `path` follows the draft's own address; null asks nothing.
 */
export function useDraftAnswer<T>(path: string | null): Answer<T> {
  const org = useOrganization();
  const { draft } = useWizard();
  const survey = draft.survey && `${draft.survey.id} ${draft.survey.state}`;
  const { data, isPlaceholderData } = useQuery({
    queryKey: [org, `/drafts/${draft.id}/${path}`, draft.revision, survey],
    queryFn: ({ signal }) => askView<T>(org, `/drafts/${draft.id}/${path}`, signal),
    enabled: path !== null,
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { answer: data, isOld: isPlaceholderData };
}
