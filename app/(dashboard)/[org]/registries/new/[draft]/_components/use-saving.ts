"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { UNREACHED } from "@/components/action";
import { askView } from "@/components/live/ask-view";
import { useOrganization } from "@/components/live/organization";
import type { DraftView } from "@/lib/services/drafts/draft-view";
import { saveDraft } from "../../actions";
import type { DraftParts } from "./draft-parts";
import { partsOf } from "./draft-parts";
import {
  accepted,
  arrived,
  changed,
  keptOwn,
  nextToSend,
  overtaken,
  refused,
  type Saving,
  savedAs,
  savedWord,
  sending,
  tookNewer,
} from "./draft-saving";

const STILL_MS = 400;
const NO_ANSWER = {
  message: "Your last change did not reach us.",
  remedy: UNREACHED.problem?.remedy ?? null,
};

export interface DraftSaving {
  readonly saving: Saving<DraftParts>;
  change(parts: Partial<DraftParts>): void;
  /** Sends what is not sent yet, now; true once the server has everything. */
  settle(): Promise<boolean>;
  /** Of what the server has by now. */
  revision(): number;
  keepOwn(): void;
  takeNewer(): void;
  /** The draft as the server told it by another way. */
  arrive(view: DraftView): void;
}

/**
 * Keeps a draft on the server while it is edited: what is changed shows at once and is sent a moment later, one call at a
 * time, on top of the revision that was looked at. `onView` gets every draft that the server answers with.
 */
export function useSaving(initial: DraftView, onView: (view: DraftView) => void): DraftSaving {
  const org = useOrganization();
  const [saving, setSaving] = useState<Saving<DraftParts>>(() => savedAs(partsOf(initial)));
  // What is under way reads the newest state, not that of the drawing in which it began.
  const now = useRef(saving);
  const flight = useRef<Promise<void> | null>(null);
  const move = useCallback((next: Saving<DraftParts>) => {
    now.current = next;
    setSaving(next);
  }, []);

  const send = useCallback(async () => {
    const parts = nextToSend(now.current);
    if (parts === null) return;
    const { revision } = now.current.stored;
    move(sending(now.current));
    const answer = await saveDraft(org, initial.id, { revision, ...parts }).catch(() => null);
    if (answer?.view) {
      move(accepted(now.current, partsOf(answer.view)));
      return onView(answer.view);
    }
    const found = await askView<DraftView>(org, `/drafts/${initial.id}`).catch(() => null);
    if (found?.view && found.view.revision > revision)
      return move(overtaken(now.current, partsOf(found.view)));
    move(refused(now.current, answer?.refusal ?? NO_ANSWER));
  }, [org, initial.id, move, onView]);

  const settle = useCallback(async () => {
    while (flight.current !== null || nextToSend(now.current) !== null) {
      flight.current ??= send().finally(() => {
        flight.current = null;
      });
      await flight.current;
    }
    return savedWord(now.current) === "saved";
  }, [send]);

  useEffect(() => {
    const parts = nextToSend(saving);
    if (parts === null) return;
    // A place is chosen once, and whoever has chosen it may be on his way to another system's page.
    const timer = setTimeout(settle, parts.sides === undefined ? STILL_MS : 0);
    return () => clearTimeout(timer);
  }, [saving, settle]);

  useEffect(() => {
    const hold = (event: BeforeUnloadEvent) => savedWord(now.current) !== "saved" && event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, []);

  return {
    saving,
    change: useCallback((parts) => move(changed(now.current, parts)), [move]),
    settle,
    revision: useCallback(() => now.current.stored.revision, []),
    keepOwn: useCallback(() => move(keptOwn(now.current)), [move]),
    takeNewer: useCallback(() => move(tookNewer(now.current)), [move]),
    arrive: useCallback((view) => move(arrived(now.current, partsOf(view))), [move]),
  };
}
