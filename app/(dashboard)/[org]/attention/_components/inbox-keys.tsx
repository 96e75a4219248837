"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { isTyping } from "@/components/keys/is-typing";
import { lineOf } from "@/components/keys/key-map";
import { INBOX_KEYS } from "@/components/keys/screen-keys";
import { useDecisions } from "@/components/live/last-decision";
import { useToast } from "@/components/ui/toast";

/** Listens for the inbox's keys while nobody types; a queue of conflicts has its own first. Draws nothing. */
export function InboxKeys({ box }: { readonly box: RefObject<HTMLDivElement | null> }) {
  const { takeBack } = useDecisions();
  const tell = useToast();
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    const command = lineOf(INBOX_KEYS, event.key);
    const hasQueue = box.current?.querySelector("[data-conflict-queue]") !== null;
    if (command === null || (hasQueue && event.key !== "Escape")) return;
    event.preventDefault();
    if (command.kind === "press")
      box.current?.querySelector<HTMLElement>(`[data-key="${command.key}"] button`)?.click();
    else if (command.kind === "undo") {
      if (!takeBack()) tell({ tone: "calm", title: "You have decided nothing here yet." });
    } else box.current?.querySelector<HTMLElement>("[data-index][tabindex='0']")?.focus();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return null;
}
