/** A share as the number of percent that people read and write. */
export const shareText = (share: number): string => String(Math.round(share * 100_000) / 1_000);
