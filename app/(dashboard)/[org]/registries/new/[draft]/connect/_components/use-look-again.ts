"use client";

import { useState, useTransition } from "react";
import type { Refusal } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { relook } from "../../../actions";
import { useWizard } from "../../_components/wizard-context";

/** Looks at a side's place anew: after a person has mended there what was wrong. */
export function useLookAgain(side: string) {
  const org = useOrganization();
  const { draft, take, settle } = useWizard();
  const [isLooking, start] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const lookAgain = () =>
    start(async () => {
      await settle();
      const answered = await relook(org, draft.id, [side]);
      setRefusal(answered.refusal);
      if (answered.view) take(answered.view);
    });
  return { isLooking, lookAgain, refusal };
}
