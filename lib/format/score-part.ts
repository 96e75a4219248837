import { formatCount } from "./count";

const WORDS: Record<string, string> = {
  rows: "Rows valid",
  relations: "Relations whole",
  drift: "Drift checked in time",
  approvals: "Approvals decided",
  ledger: "Ledger verified",
};

/** The name of a part of the compliance score. */
export const scorePartWord = (name: string): string => WORDS[name] ?? name;

/** `1,200 of 1,204`. */
export const shareText = (good: number, of: number): string => `${formatCount(good)} of ${formatCount(of)}`;

/** A share in percent, never rounded up to 100: `99.9 %`. */
export function percentText(good: number, of: number): string {
  if (of === 0 || good >= of) return "100 %";
  return `${Math.min(99.9, Math.floor((good / of) * 1000) / 10)} %`;
}
