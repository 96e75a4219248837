"use client";

import { useActionState } from "react";
import type { ActionResult } from "@/components/action";
import { inputClass } from "@/components/input";
import { Labelled } from "@/components/labelled";
import { Problem } from "@/components/problem";
import { SubmitButton } from "../../_components/submit-button";
import { rename } from "../actions";

export function NameForm({ name }: { readonly name: string }) {
  const [{ problem }, act] = useActionState<ActionResult, FormData>(rename, { problem: null });
  return (
    <form action={act} className="mt-6 space-y-3">
      <Labelled label="Your name, as members see it">
        <input
          name="name"
          required
          maxLength={100}
          autoComplete="name"
          defaultValue={name}
          className={inputClass("py-2 text-sm")}
        />
      </Labelled>
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
      <SubmitButton label="Save the name" />
    </form>
  );
}
