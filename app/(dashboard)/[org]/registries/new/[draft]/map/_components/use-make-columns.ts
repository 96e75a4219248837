"use client";

import { useState, useTransition } from "react";
import type { Refusal } from "@/components/action";
import { useOrganization } from "@/components/live/organization";
import { addColumns } from "../../../actions";
import { useWizard } from "../../_components/wizard-context";
import type { MissingColumn } from "./missing-on";

/** Makes columns on a side's place and maps them, on top of what was decided until then. */
export function useMakeColumns(side: string) {
  const org = useOrganization();
  const { draft, take, settle, revision } = useWizard();
  const [isMaking, start] = useTransition();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const make = (missing: readonly MissingColumn[]) =>
    start(async () => {
      if (!(await settle())) return;
      const fields = missing.map(({ field, column: { name, options, native } }) => ({
        ...{ field: field.ref, name, options, native },
      }));
      const answered = await addColumns(org, draft.id, { revision: revision(), side, fields });
      setRefusal(answered.refusal);
      if (answered.view) take(answered.view);
    });
  return { isMaking, make, refusal };
}
