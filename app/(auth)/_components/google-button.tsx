"use client";

import { LoaderCircle } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";

interface Props {
  readonly label: string;
  readonly goTo: string;
}

/** To Google and back; whoever is signed in has it as one more way to the account then. */
export function GoogleButton({ label, goTo }: Props) {
  const [isGoing, setGoing] = useState(false);
  const go = () => {
    setGoing(true);
    signIn("google", { callbackUrl: goTo }).catch(() => setGoing(false));
  };
  return (
    <button
      type="button"
      onClick={go}
      disabled={isGoing}
      className={buttonClass("plain", "w-full justify-center py-2")}
    >
      {isGoing && <LoaderCircle size={14} aria-hidden className="animate-spin" />}
      {label}
    </button>
  );
}
