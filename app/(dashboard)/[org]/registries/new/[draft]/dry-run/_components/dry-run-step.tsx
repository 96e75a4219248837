"use client";

import { FlaskConical, LoaderCircle } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useEffect, useRef, useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { useLiveRun } from "@/components/live/use-live";
import { useRefreshOn } from "@/components/live/use-refresh-on";
import { RunProgressOnNeed } from "@/components/run-progress-on-need";
import { buttonClass } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { Problem } from "@/components/ui/problem";
import { Refusal } from "@/components/ui/refusal";
import { isUnderWay, waitsForAccess } from "@/lib/format/run-word";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { startRun } from "../../../../../_first-sync/actions";
import { BeginButton } from "../../../../../_first-sync/begin-button";
import { StayHere } from "../../../../../_first-sync/stay-here";
import { tryOut } from "../../../actions";
import { StepFoot } from "../../_components/step-foot";
import { useWizard } from "../../_components/wizard-context";
import { LimitNotice } from "../../configure/_components/limit-notice";
import { Forecast } from "./forecast";

interface Props {
  /** The newest dry run, and the registry that it is of; null = there was none yet. */
  readonly tried: { readonly run: RunView; readonly registry: RegistryView } | null;
  /** What it would do, once it is known. */
  readonly children?: ReactNode;
}

/** Tries what is decided, by itself: what would be written, before anything is. */
export function DryRunStep({ tried, children }: Props) {
  const { draft } = useWizard();
  const { isTrying, refusal, tryNow } = useTrial();
  const isCurrent = draft.dryRun?.isOfThisRevision === true;
  return (
    <>
      {refusal === null && <LimitNotice />}
      <div aria-live="polite" className="space-y-3">
        {refusal && (
          <>
            <Refusal refusal={refusal} />
            <button type="button" onClick={tryNow} disabled={isTrying} className={buttonClass("plain")}>
              Try again
            </button>
          </>
        )}
        {isTrying && (
          <p className="flex items-center gap-2 text-ink-soft">
            <LoaderCircle size={14} aria-hidden className="animate-spin" />
            Checking every place and every field. Nothing is written.
          </p>
        )}
      </div>
      {tried && isCurrent && !isTrying && (
        <Plan key={tried.run.id} {...tried}>
          {children}
        </Plan>
      )}
      <StepFoot step="dry-run">Nothing was written. The next step starts it.</StepFoot>
    </>
  );
}

/** Asks for the dry run of each revision once, and again when a person wants it. */
function useTrial() {
  const org = useOrganization();
  const router = useRouter();
  const { draft, settle } = useWizard();
  const [isTrying, start] = useTransition();
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const asked = useRef(0);
  const { id, revision, dryRun } = draft;
  const tryNow = useCallback(
    () =>
      start(async () => {
        if (!(await settle())) return;
        const answered = await tryOut(org, id, revision);
        setRefusal(answered.refusal);
        router.refresh();
      }),
    [org, id, revision, settle, router],
  );
  useEffect(() => {
    if (dryRun?.isOfThisRevision || asked.current === revision) return;
    asked.current = revision;
    tryNow();
  }, [dryRun, revision, tryNow]);
  return { isTrying, refusal, tryNow };
}

interface PlanProps {
  readonly run: RunView;
  readonly registry: RegistryView;
  readonly children: ReactNode;
}

function Plan({ run: initial, registry, children }: PlanProps) {
  const router = useRouter();
  const { data: run } = useLiveRun(initial);
  useRefreshOn(`${run.status} ${run.planHash}`);
  if (isUnderWay(run.status)) return <RunProgressOnNeed initial={run} sides={registry.sides} />;
  return (
    <StayHere onBegun={() => router.refresh()}>
      {run.error && !waitsForAccess(run) && (
        <Problem
          title={run.error.message}
          remedy={run.error.remedy}
          tone={run.status === "stopped" ? "stop" : "bad"}
        />
      )}
      <p className="flex flex-wrap items-center gap-2 text-ink-soft">
        Planned <Moment at={run.finishedAt ?? run.createdAt} />
        <BeginButton
          look="quiet"
          begin={(org) => startRun(org, registry.id, "dry-run")}
          icon={<FlaskConical size={14} aria-hidden />}
          label="Dry run again"
        />
      </p>
      {initial.planHash !== null && <div className="-mt-4">{children}</div>}
      <Forecast />
    </StayHere>
  );
}
