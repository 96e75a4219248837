"use client";

import { Building2, LoaderCircle } from "lucide-react";
import { type FormEvent, useState, useTransition } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { Problem } from "@/components/ui/problem";
import { goToCompany } from "../actions";

/** To the company's own sign-in, by the domain of an address; asked for when it is wanted. */
export function CompanyForm({ goTo }: { readonly goTo: string }) {
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<ActionResult["problem"]>(null);
  const [isPending, start] = useTransition();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("company"));
    start(async () => {
      const result = await goToCompany(email, goTo).catch(() => UNREACHED);
      setProblem(result.problem);
      if (result.goTo) window.location.assign(result.goTo);
    });
  };
  if (!isOpen)
    return (
      <button
        type="button"
        onClick={() => setOpen(true)}
        className={buttonClass("plain", "w-full justify-center py-2")}
      >
        <Building2 size={14} aria-hidden />
        Sign in with your company
      </button>
    );
  return (
    <form onSubmit={send} className="space-y-3">
      <Labelled label="Your e-mail address at the company">
        <input
          type="email"
          name="company"
          required
          // biome-ignore lint/a11y/noAutofocus: the field that was just asked for
          autoFocus
          autoComplete="email"
          className={inputClass("py-2 text-sm")}
        />
      </Labelled>
      {problem && <Problem title={problem.message} remedy={problem.remedy} />}
      <button
        type="submit"
        disabled={isPending}
        className={buttonClass("plain", "w-full justify-center py-2")}
      >
        {isPending && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
        Go to my company&apos;s sign-in
      </button>
    </form>
  );
}
