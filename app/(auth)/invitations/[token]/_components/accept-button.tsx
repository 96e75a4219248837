"use client";

import { useActionState } from "react";
import type { ActionResult } from "@/components/action";
import { Problem } from "@/components/ui/problem";
import { SubmitButton } from "../../../_components/submit-button";
import { accept } from "../actions";

export function AcceptButton({ token }: { readonly token: string }) {
  const [{ problem }, act] = useActionState<ActionResult>(accept.bind(null, token), { problem: null });
  return (
    <form action={act} className="mt-6 space-y-3">
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
      <SubmitButton label="Accept the invitation" />
    </form>
  );
}
