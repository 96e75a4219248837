"use client";

import { LoaderCircle } from "lucide-react";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { Problem } from "@/components/ui/problem";

type Sending = "no" | "now" | "sent" | "failed";

/** Asks for a link by mail. The answer is the same for every address, known or not. */
export function EmailForm({ goTo }: { readonly goTo: string }) {
  const [sending, setSending] = useState<Sending>("no");
  const [email, setEmail] = useState("");
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setSending("now");
    const answer = await signIn("email", { email, callbackUrl: goTo, redirect: false }).catch(
      () => undefined,
    );
    setSending(answer?.ok && !answer.error ? "sent" : "failed");
  };
  if (sending === "sent")
    return (
      <div role="status" className="mt-6">
        <p className="font-medium">Look into your mail</p>
        <p className="mt-1 text-sm leading-6 text-ink-soft">
          We have sent a link to <strong className="font-medium text-ink">{email}</strong>. It works once, for
          15 minutes.
        </p>
        <button type="button" onClick={() => setSending("no")} className={buttonClass("plain", "mt-4")}>
          Use another address
        </button>
      </div>
    );
  return (
    <form onSubmit={send} className="mt-6 space-y-3">
      <Labelled label="Your e-mail address">
        <input
          type="email"
          name="email"
          required
          autoComplete="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          className={inputClass("py-2 text-sm")}
        />
      </Labelled>
      {sending === "failed" && (
        <Problem title="The link could not be sent." remedy="Check the address and try again in a moment." />
      )}
      <button
        type="submit"
        disabled={sending === "now"}
        className={buttonClass("primary", "w-full justify-center py-2")}
      >
        {sending === "now" && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
        Send me a link
      </button>
    </form>
  );
}
