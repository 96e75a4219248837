/** What a spreadsheet's settings say of its times and numbers. */
export interface Region {
  readonly timeZone: string;
  /** In Google's form, `de_DE`. */
  readonly locale: string;
}

const points = new Map<string, boolean>();

/** Whether decimals begin behind a point there; not in a locale that this runtime does not know. */
export function hasDecimalPoint({ locale }: Region): boolean {
  const known = points.get(locale);
  if (known !== undefined) return known;
  let isPoint = false;
  try {
    const parts = new Intl.NumberFormat(locale.replaceAll("_", "-")).formatToParts(0.5);
    isPoint = parts.some(({ type, value }) => type === "decimal" && value === ".");
  } catch {
    // What is not known is taken for unlike ours, which leaves doubtful cells unread.
  }
  if (points.size < 1_000) points.set(locale, isPoint);
  return isPoint;
}
