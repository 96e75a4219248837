const PARTS =
  /^(?:([+-]?\d{1,10}) years?(?: |$))?(?:([+-]?\d{1,10}) mons?(?: |$))?(?:([+-]?\d{1,10}) days?(?: |$))?(?:([+-]?)(\d{2,10}):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;

/** Whether a text is an interval as the server prints it under `IntervalStyle postgres`. */
export function isInterval(text: string): boolean {
  const parts = PARTS.exec(text);
  if (!parts) return false;
  const [years, months, days] = [parts[1], parts[2], parts[3]].map((each) =>
    BigInt(each?.replace("+", "") ?? 0),
  );
  if (years === undefined || months === undefined || days === undefined) return false;
  const span = { months: 12n * years + months, days, micros: microsOf(parts) };
  const fits = within(span.months, 31n) && within(span.days, 31n) && within(span.micros, 63n);
  return fits && printed(span) === text;
}

const within = (value: bigint, bits: bigint): boolean => value >= -(1n << bits) && value < 1n << bits;

function microsOf(parts: RegExpExecArray): bigint {
  const [hours, minutes, seconds] = [parts[5], parts[6], parts[7]].map((each) => BigInt(each ?? 0));
  const whole = ((hours ?? 0n) * 60n + (minutes ?? 0n)) * 60n + (seconds ?? 0n);
  const micros = whole * 1_000_000n + BigInt((parts[8] ?? "").padEnd(6, "0"));
  return parts[4] === "-" ? -micros : micros;
}

interface Span {
  readonly months: bigint;
  readonly days: bigint;
  readonly micros: bigint;
}

/** A plus stands only after a minus; every number but 1 has its unit in the plural. */
function printed({ months, days, micros }: Span): string {
  const parts: string[] = [];
  let afterMinus = false;
  for (const [value, unit] of [
    [months / 12n, "year"],
    [months % 12n, "mon"],
    [days, "day"],
  ] as const) {
    if (value === 0n) continue;
    parts.push(`${afterMinus && value > 0n ? "+" : ""}${value} ${unit}${value === 1n ? "" : "s"}`);
    afterMinus = value < 0n;
  }
  if (micros !== 0n || parts.length === 0) {
    const sign = micros < 0n ? "-" : afterMinus ? "+" : "";
    parts.push(sign + clock(micros < 0n ? -micros : micros));
  }
  return parts.join(" ");
}

function clock(micros: bigint): string {
  const seconds = micros / 1_000_000n;
  const two = (value: bigint) => String(value).padStart(2, "0");
  const fraction = String(micros % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const whole = [seconds / 3_600n, (seconds / 60n) % 60n, seconds % 60n].map(two).join(":");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
