"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { isTyping } from "./is-typing";
import { lineOf, PALETTE_KEY, SHELL_KEYS, type ShellCommand } from "./key-map";

/** How long the first key of two waits for the second. */
const SECOND_KEY_MS = 1_500;

/**
 * Listens for the keys of the whole product, before any list does: the second of two keys is nobody else's. A page that
 * lies open over it keeps its keys.
 */
export function useShellKeys(run: (command: ShellCommand) => void): void {
  const first = useRef({ key: "", at: 0 });
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    const isCommand = event.ctrlKey || event.metaKey;
    const before = event.timeStamp - first.current.at < SECOND_KEY_MS ? first.current.key : "";
    first.current = { key: "", at: 0 };
    const take = (command: ShellCommand | null) => {
      if (!command) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      run(command);
    };
    if (isCommand && !event.altKey && key === PALETTE_KEY.key) return take({ kind: "palette" });
    if (isCommand || event.altKey || isTyping(event.target)) return;
    if (before) return take(lineOf(SHELL_KEYS, `${before} ${key}`));
    if (SHELL_KEYS.some(({ keys }) => keys.some((one) => one.startsWith(`${key} `))))
      first.current = { key, at: event.timeStamp };
    else take(lineOf(SHELL_KEYS, key));
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    document.addEventListener("keydown", listen, { capture: true });
    return () => document.removeEventListener("keydown", listen, { capture: true });
  }, []);
}
