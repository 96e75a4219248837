"use client";

import type { ScheduleOptions } from "@/lib/services/organizations/schedule-options";
import { StepFoot } from "../../_components/step-foot";
import { SurveyNote } from "../../_components/survey-note";
import { ConflictSection } from "./conflict-section";
import { FlowSection } from "./flow-section";
import { KeySection } from "./key-section";
import { LimitNotice } from "./limit-notice";
import { RulesSection } from "./rules-section";
import { SafetySection } from "./safety-section";

interface Props {
  readonly schedules: ScheduleOptions;
  /** Who may approve a held plan, as a sentence. */
  readonly deciders: string;
}

/** How the rows are kept equal. Every part has a default; whoever accepts them all goes on with one click. */
export function ConfigureStep({ schedules, deciders }: Props) {
  return (
    <>
      <SurveyNote />
      <LimitNotice />
      <div className="space-y-3">
        <KeySection />
        <FlowSection schedules={schedules} />
        <ConflictSection />
        <RulesSection />
        <SafetySection deciders={deciders} />
      </div>
      <StepFoot step="configure">Everything here can be changed later.</StepFoot>
    </>
  );
}
