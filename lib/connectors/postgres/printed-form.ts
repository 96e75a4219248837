import { type Encoded, isUnholdable, refuse, same, tooLong } from "./cell";
import { isInterval } from "./interval";
import { isCidr, isInet } from "./network";
import { DATES, INT4, INT8, isNumericRange, isStepRange } from "./range";

interface Form {
  /** Whether the server would print the text letter by letter as it is. */
  readonly isPrinted: (text: string, modifier: number) => boolean;
  /** How such a text looks. */
  readonly example: string;
}

const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d{0,5}[1-9]))?|24:00:00)/;
const OFFSET =
  /^(?:\+00|[+-](?:0[1-9]|1[0-5])|[+-](?:0\d|1[0-5]):(?!00$)[0-5]\d|[+-](?:0\d|1[0-5]):[0-5]\d:(?!00)[0-5]\d)$/;

/** The length of a time in a text, or 0 where it has none or more digits than its column. */
function timeIn(text: string, modifier: number): number {
  const [time = "", fraction = ""] = TIME.exec(text) ?? [];
  return modifier >= 0 && fraction.length > modifier ? 0 : time.length;
}

const isTime = (text: string, modifier: number): boolean =>
  text !== "" && timeIn(text, modifier) === text.length;

function isZonedTime(text: string, modifier: number): boolean {
  const length = timeIn(text, modifier);
  return length > 0 && OFFSET.test(text.slice(length));
}

/** Within these bounds the server prints a float8 as JavaScript does, without an exponent. */
function isCoordinate(text: string): boolean {
  const size = Math.abs(Number(text));
  return (
    /^-?\d+(\.\d+)?$/.test(text) &&
    String(Number(text)) === text &&
    (size === 0 || (size >= 1e-4 && size < 1e15))
  );
}

function isPoint(text: string): boolean {
  const [, x = "", y = ""] = /^\(([^,]*),([^,]*)\)$/.exec(text) ?? [];
  return isCoordinate(x) && isCoordinate(y);
}

const like =
  (form: RegExp) =>
  (text: string): boolean =>
    form.test(text);

/**
 * Types whose values are texts in exactly the form that the server prints. Another spelling is refused: what the server
 * would make of it is not for us to guess.
 */
const FORMS: Readonly<Record<string, Form>> = {
  time: { isPrinted: isTime, example: "17:30:00" },
  timetz: { isPrinted: isZonedTime, example: "17:30:00+02" },
  interval: { isPrinted: isInterval, example: "1 year 2 mons 3 days 04:05:06" },
  bytea: { isPrinted: like(/^\\x(?:[0-9a-f]{2})*$/), example: "\\x00ff" },
  inet: { isPrinted: isInet, example: "192.0.2.1 or 2001:db8::/32" },
  cidr: { isPrinted: isCidr, example: "192.0.2.0/24" },
  macaddr: { isPrinted: like(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/), example: "08:00:2b:01:02:03" },
  macaddr8: { isPrinted: like(/^[0-9a-f]{2}(?::[0-9a-f]{2}){7}$/), example: "08:00:2b:ff:fe:01:02:03" },
  point: { isPrinted: isPoint, example: "(1.5,-2)" },
  int4range: { isPrinted: (text) => isStepRange(text, INT4), example: "[1,5)" },
  int8range: { isPrinted: (text) => isStepRange(text, INT8), example: "[1,5)" },
  daterange: { isPrinted: (text) => isStepRange(text, DATES), example: "[2026-01-01,2027-01-01)" },
  numrange: { isPrinted: isNumericRange, example: "[1.5,2.0]" },
  bit: { isPrinted: (text, bits) => /^[01]*$/.test(text) && text.length === bits, example: "101" },
  varbit: {
    isPrinted: (text, bits) => /^[01]*$/.test(text) && (bits < 0 || text.length <= bits),
    example: "101",
  },
  oid: { isPrinted: (text) => /^(0|[1-9]\d{0,9})$/.test(text) && Number(text) < 2 ** 32, example: "16384" },
  // Whether it is well-formed only the server can say; a declaration it would take away.
  xml: { isPrinted: (text) => !text.startsWith("<?xml") && !isUnholdable(text), example: "<a>b</a>" },
};

/** An interval of certain fields or digits is rounded by rules of its own: it is shown and not written. */
export const hasPrintedForm = (base: string, modifier: number): boolean =>
  Object.hasOwn(FORMS, base) && !(base === "interval" && modifier >= 0);

interface PrintedColumn {
  readonly base: string;
  readonly modifier: number;
}

export function encodePrinted({ base, modifier }: PrintedColumn, text: string): Encoded {
  const form = FORMS[base];
  const long = tooLong(text);
  if (long) return long;
  if (form?.isPrinted(text, modifier)) return same(text);
  return refuse("form", `Write it as PostgreSQL prints it, for example ${form?.example}.`);
}
