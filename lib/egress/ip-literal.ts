import { isIP } from "node:net";

/** Which IP version a text is an address of, or null: no look-up, no socket. Connectors may ask this too. */
export function ipVersion(text: string): 4 | 6 | null {
  const version = isIP(text);
  return version === 4 || version === 6 ? version : null;
}
