"use client";

import { useState } from "react";

/** What a person is changing and has not saved. */
export interface Draft<T> {
  readonly value: T;
  readonly isChanged: boolean;
  /** A change by a function is made to what the draft is by then: for what comes later than it was asked for. */
  set(change: Partial<T> | ((value: T) => Partial<T>)): void;
  reset(): void;
}

/** A draft of what is stored. Once the stored value itself becomes another, the draft begins anew from it. */
export function useDraft<T extends object>(stored: T): Draft<T> {
  const sign = JSON.stringify(stored);
  const [draft, setDraft] = useState({ sign, value: stored });
  const newest = (kept: typeof draft) => (kept.sign === sign ? kept.value : stored);
  const value = newest(draft);
  return {
    value,
    isChanged: JSON.stringify(value) !== sign,
    set: (change) =>
      setDraft((kept) => {
        const now = newest(kept);
        return { sign, value: { ...now, ...(typeof change === "function" ? change(now) : change) } };
      }),
    reset: () => setDraft({ sign, value: stored }),
  };
}
