"use client";

import { useState } from "react";

/** What a person is changing and has not saved. */
export interface Draft<T> {
  readonly value: T;
  readonly isChanged: boolean;
  set(change: Partial<T>): void;
  reset(): void;
}

/** A draft of what is stored. Once the stored value itself becomes another, the draft begins anew from it. */
export function useDraft<T extends object>(stored: T): Draft<T> {
  const sign = JSON.stringify(stored);
  const [draft, setDraft] = useState({ sign, value: stored });
  const value = draft.sign === sign ? draft.value : stored;
  return {
    value,
    isChanged: JSON.stringify(value) !== sign,
    set: (change) => setDraft({ sign, value: { ...value, ...change } }),
    reset: () => setDraft({ sign, value: stored }),
  };
}
