/** A name without case, spaces and punctuation. */
const plain = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/** Whether two names of fields mean the same one, whatever their case, spaces and punctuation. */
export const sameName = (a: string, b: string): boolean => plain(a) === plain(b);
