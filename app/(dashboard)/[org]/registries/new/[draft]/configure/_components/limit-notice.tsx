"use client";

import { Problem } from "@/components/ui/problem";
import type { DraftLimits } from "@/lib/services/drafts/draft-view";
import { useDraftAnswer } from "../../_components/use-draft-answer";

/** What the plan has no room for, said before anything is tried. */
export function LimitNotice() {
  const { answer } = useDraftAnswer<DraftLimits>("limits");
  const view = answer?.view;
  if (!view) return null;
  const over = [view.registries, view.rows, view.schedule].filter(({ isOver }) => isOver === true);
  return over.map(({ message, remedy }) => (
    <div key={message} className="mb-3">
      <Problem tone="warn" title={message} remedy={remedy} />
    </div>
  ));
}
