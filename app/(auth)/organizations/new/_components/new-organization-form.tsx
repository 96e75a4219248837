"use client";

import { useActionState } from "react";
import type { ActionResult } from "@/components/action";
import { inputClass } from "@/components/input";
import { Labelled } from "@/components/labelled";
import { Problem } from "@/components/problem";
import { SubmitButton } from "../../../_components/submit-button";
import { makeOrganization } from "../actions";

export function NewOrganizationForm() {
  const [{ problem }, act] = useActionState<ActionResult, FormData>(makeOrganization, { problem: null });
  return (
    <form action={act} className="mt-6 space-y-3">
      <Labelled label="Name of the organization">
        <input
          name="name"
          required
          maxLength={100}
          autoComplete="organization"
          className={inputClass("py-2 text-sm")}
        />
      </Labelled>
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
      <SubmitButton label="Make the organization" />
    </form>
  );
}
