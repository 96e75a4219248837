"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Problem } from "@/components/ui/problem";

/**
 * Says, from the moment on when the session is too old to change anything here, how to get a new one: in another tab, so
 * that a form half filled in stays. Whoever comes back finds the notice gone.
 */
export function FreshNotice({ freshForMs }: { readonly freshForMs: number }) {
  const org = useOrganization();
  const router = useRouter();
  const [isOver, setOver] = useState(freshForMs === 0);
  useEffect(() => {
    setOver(freshForMs === 0);
    const timer = setTimeout(() => setOver(true), freshForMs);
    return () => clearTimeout(timer);
  }, [freshForMs]);
  useEffect(() => {
    if (!isOver) return;
    const look = () => router.refresh();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [isOver, router]);
  if (!isOver) return null;
  const again = `/sign-in/again?callbackUrl=${encodeURIComponent(`/${org}/settings/sign-in`)}`;
  return (
    <Problem
      tone="stop"
      title="Changes here need a sign-in that is not older than ten minutes."
      remedy="Sign in again in another tab, then come back to this one: what you have entered stays."
    >
      <a href={again} target="_blank" rel="noreferrer" className={buttonClass("plain", "mt-2")}>
        Sign in again
      </a>
    </Problem>
  );
}
