"use client";

import { Eye, LoaderCircle, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Refusal } from "@/components/ui/refusal";
import { startNow } from "../../../actions";
import { StepFoot } from "../../_components/step-foot";
import { useWizard } from "../../_components/wizard-context";

/** The decision: start, or start in shadow mode first. `outlook`: what its plan will do; null = there is none. */
export function GoLiveStep({ outlook }: { readonly outlook: string | null }) {
  const org = useOrganization();
  const router = useRouter();
  const { draft, settle } = useWizard();
  const [isStarting, begin] = useTransition();
  const [chosen, setChosen] = useState<"sync" | "shadow" | null>(null);
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const start = (as: "sync" | "shadow") => {
    setChosen(as);
    begin(async () => {
      if (!(await settle())) return;
      const answered = await startNow(org, draft.id, { revision: draft.revision, as });
      setRefusal(answered.refusal);
      router.refresh();
    });
  };
  const iconOf = (as: "sync" | "shadow", Icon: typeof Play) =>
    isStarting && chosen === as ? (
      <LoaderCircle size={15} aria-hidden className="animate-spin" />
    ) : (
      <Icon size={15} aria-hidden />
    );
  return (
    <>
      <div className="card px-5 py-5">
        <p className="text-lead font-semibold">{outlook ?? "Everything is decided."}</p>
        <p className="mt-1 text-ink-soft">
          Nothing is deleted by a first sync. It goes on when you leave the page, and can be paused and
          undone.
        </p>
        <div className="mt-5 grid gap-4 sm:grid-cols-2">
          <div>
            <button
              type="button"
              disabled={isStarting}
              onClick={() => start("sync")}
              className={buttonClass("primary", "w-full justify-center py-2.5 text-body")}
            >
              {iconOf("sync", Play)}
              Start
            </button>
            <p className="mt-1.5 text-small text-ink-soft">
              Writes what the dry run showed, then verifies every row.
            </p>
          </div>
          <div>
            <button
              type="button"
              disabled={isStarting}
              onClick={() => start("shadow")}
              className={buttonClass("plain", "w-full justify-center py-2.5 text-body")}
            >
              {iconOf("shadow", Eye)}
              Start in shadow mode
            </button>
            <p className="mt-1.5 text-small text-ink-soft">
              Runs on its schedule and writes nothing; reports what it would have done, until you go live.
            </p>
          </div>
        </div>
      </div>
      {refusal && (
        <div className="mt-4">
          <Refusal refusal={refusal} />
        </div>
      )}
      <StepFoot step="go-live" />
    </>
  );
}
