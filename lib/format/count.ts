/** Digits in groups of three, the same on every machine: `1,204`. */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count with its noun: `1 row`, `1,204 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 ? one : many}`;
}

/** A part of a whole in whole percent, never rounded up to 100 or down to 0: `62 %`. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part >= whole) return "100 %";
  if (part <= 0) return "0 %";
  return `${Math.min(99, Math.max(1, Math.round((part / whole) * 100)))} %`;
}
