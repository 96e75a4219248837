"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "./button";

interface Props {
  readonly text: string;
  /** What of, for who does not see where it stands. */
  readonly label: string;
  readonly word?: string;
  readonly look?: "plain" | "quiet";
}

const STATES = {
  copied: { word: "Copied", icon: Check },
  // A browser that was told not to lets nobody copy for the person.
  refused: { word: "Mark it and copy", icon: TriangleAlert },
};

/** Puts a text where the person can paste it; says so once it is there, and forgets that when the text is another. */
export function CopyButton({ text, label, word = "Copy", look = "quiet" }: Props) {
  const [tried, setTried] = useState<{ readonly text: string; readonly state: keyof typeof STATES } | null>(
    null,
  );
  const state = tried?.text === text ? STATES[tried.state] : { word, icon: Copy };
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setTried({ text, state: "copied" }),
      () => setTried({ text, state: "refused" }),
    );
  return (
    <button type="button" aria-label={label} onClick={copy} className={buttonClass(look)}>
      <state.icon size={13} aria-hidden />
      <span aria-live="polite">{state.word}</span>
    </button>
  );
}
