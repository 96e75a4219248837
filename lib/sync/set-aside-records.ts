/** Why records are set aside before any row is merged, as people read it. */
export const SET_ASIDE = {
  duplicate: {
    reason: "duplicate-key",
    message: "More than one record has this key; none of them is synced until the key is unique.",
  },
  keyless: { reason: "empty-key", message: "The record has no key; it is synced as soon as it has one." },
  waiting: {
    reason: "key-waits",
    message: "Its key still belongs to another row; it is taken up once that row has its new key.",
  },
  collision: {
    reason: "key-exists",
    message:
      "The key exists on another side too, and this registry never matches by key; neither record is synced.",
  },
} as const;
