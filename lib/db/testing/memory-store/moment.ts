/** A timestamptz: whole microseconds since 1970, or an infinity. */
export type Moment = number;

export const momentOf = (date: Date): Moment => date.getTime() * 1_000;

/** As pg gives a timestamptz back: to the millisecond. */
export const dateOf = (moment: Moment): Date => new Date(Math.floor(moment / 1_000));

/** `moment::text` in UTC: a fraction of up to six digits, without trailing zeros. */
export function textOfMoment(moment: Moment): string {
  const seconds = Math.floor(moment / 1_000_000);
  const [day, time] = new Date(seconds * 1_000).toISOString().split("T") as [string, string];
  const fraction = String(moment - seconds * 1_000_000)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return `${day} ${time.slice(0, 8)}${fraction && `.${fraction}`}+00`;
}

const TEXT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d(?::\d\d)?)$/;

/** `text::timestamptz` for what Postgres, JavaScript and the steps of a run write. */
export function momentFrom(text: string): Moment {
  if (text === "infinity") return Number.POSITIVE_INFINITY;
  if (text === "-infinity") return Number.NEGATIVE_INFINITY;
  const [, day, time, fraction = "", zone = "Z"] = TEXT.exec(text) ?? [];
  if (day === undefined) throw new TypeError(`no moment that this store knows: ${text}`);
  const offset = zone.length === 3 ? `${zone}:00` : zone;
  return Date.parse(`${day}T${time}${offset}`) * 1_000 + Number(fraction.padEnd(6, "0"));
}
