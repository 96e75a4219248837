import { isAddress, isIPv6 } from "./host";

/** `inet` as the server prints it: an address, with the length of its network unless that is the whole address. */
export function isInet(text: string): boolean {
  const [address = "", length, ...more] = text.split("/");
  if (more.length > 0 || !isPrinted(address)) return false;
  return length === undefined || isLength(length, bitsOf(address) - 1);
}

/** `cidr` as the server prints it: a network's first address, always with its length. */
export function isCidr(text: string): boolean {
  const [address = "", length, ...more] = text.split("/");
  if (more.length > 0 || length === undefined || !isPrinted(address)) return false;
  const bits = bitsOf(address);
  if (!isLength(length, bits)) return false;
  return BigInt.asUintN(bits - Number(length), numberOf(address)) === 0n;
}

/** IPv6 beginning with six zero groups is printed with decimals at its end, in which nobody writes it: refused. */
function isPrinted(address: string): boolean {
  if (!isAddress(address)) return false;
  if (!isIPv6(address)) return true;
  if (address.startsWith("::")) return address === "::" || address === "::1";
  return new URL(`http://[${address}]`).hostname === `[${address}]`;
}

const bitsOf = (address: string): number => (isIPv6(address) ? 128 : 32);

const isLength = (text: string, most: number): boolean =>
  /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most;

function numberOf(address: string): bigint {
  if (!isIPv6(address)) return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [front = [], back = []] = address
    .split("::")
    .map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(8 - front.length - back.length).fill("0");
  return [...front, ...zeros, ...back].reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}
