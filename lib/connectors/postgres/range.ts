import { isMoment } from "./instant";

interface Bounds {
  readonly isBound: (text: string) => boolean;
  /** Whether `a` lies before `b`. */
  readonly isBefore: (a: string, b: string) => boolean;
}

const RANGE = /^([[(])([^,]*),([^,]*)([\])])$/;

/** A range over whole steps as the server prints it: its lower bound in, its upper bound out, or unbounded. */
export function isStepRange(text: string, { isBound, isBefore }: Bounds): boolean {
  if (text === "empty") return true;
  const [, open, lower = "", upper = "", close] = RANGE.exec(text) ?? [];
  if (close !== ")" || open !== (lower === "" ? "(" : "[")) return false;
  if ((lower !== "" && !isBound(lower)) || (upper !== "" && !isBound(upper))) return false;
  return lower === "" || upper === "" || isBefore(lower, upper);
}

/** `numrange` as the server prints it: each bound in or out, and never empty by its bounds. */
export function isNumericRange(text: string): boolean {
  if (text === "empty") return true;
  const [, open, lower = "", upper = "", close] = RANGE.exec(text) ?? [];
  if (open === undefined || (lower === "" && open === "[") || (upper === "" && close === "]")) return false;
  if ((lower !== "" && !isDecimal(lower)) || (upper !== "" && !isDecimal(upper))) return false;
  if (lower === "" || upper === "") return true;
  const [a, b] = [lower, upper].map((each) => scaled(each));
  return a !== undefined && b !== undefined && (a < b || (a === b && open === "[" && close === "]"));
}

/** With as many zeros at its end as it was written with: numeric keeps them. */
const isDecimal = (text: string): boolean =>
  /^-?(0|[1-9]\d{0,99})(\.\d{1,100})?$/.test(text) && !/^-0(\.0*)?$/.test(text);

function scaled(text: string): bigint {
  const [whole = "", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(100, "0"));
}

const integers = (bits: bigint): Bounds => ({
  isBound: (text) =>
    /^(0|-?[1-9]\d{0,18})$/.test(text) && BigInt.asIntN(Number(bits), BigInt(text)) === BigInt(text),
  isBefore: (a, b) => BigInt(a) < BigInt(b),
});

export const INT4: Bounds = integers(32n);
export const INT8: Bounds = integers(64n);
export const DATES: Bounds = {
  isBound: (text) => text.length === 10 && isMoment(text),
  isBefore: (a, b) => a < b,
};
