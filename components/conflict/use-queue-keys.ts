"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { isTyping } from "../keys/is-typing";
import type { QueueCommand } from "../keys/screen-keys";
import { queueCommand } from "./queue-key";

const QUEUE = "[data-conflict-queue]";
const ROW = "[data-conflict]";

/**
 * Listens for a queue's keys while the focus is in it; the first queue of a page also gets letters and digits while
 * the focus is in none. Never while somebody types, and Enter on a button or a link stays theirs.
 */
export function useQueueKeys(
  scope: RefObject<HTMLElement | null>,
  run: (command: QueueCommand) => void,
): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    // A list beside it has taken the key.
    if (event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    const queue = target.closest(QUEUE);
    const isOurs = queue ? queue === scope.current : document.querySelector(QUEUE) === scope.current;
    const command = isOurs && !isTyping(target) ? queueCommand(event) : null;
    if (command === null) return;
    const isPlain = event.key.length === 1;
    if (!isPlain && queue === null) return;
    if (command.kind === "open" && !target.matches(ROW)) return;
    event.preventDefault();
    run(command);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
