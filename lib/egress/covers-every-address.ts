/** Whether ranges leave no address of IPv4, or none of IPv6, out. Takes ranges that `addressPolicy` has taken. */
export const coversEveryAddress = (allow: readonly string[]): boolean =>
  ([4, 6] as const).some((version) => coversAll(allow, version));

/** Whether ranges of one IP version leave no address out, also when no single one is /0. */
function coversAll(allow: readonly string[], version: 4 | 6): boolean {
  const bits = version === 4 ? 32 : 128;
  const ranges = allow
    .map((range) => range.split("/") as [string, string?])
    .filter(([address]) => (address.includes(":") ? 6 : 4) === version)
    .map(([address, prefix]) => {
      const width = BigInt(bits - Number(prefix ?? bits));
      const from = (numberOf(address, version) >> width) << width;
      return { from, to: from + (1n << width) };
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  let reached = 0n;
  for (const { from, to } of ranges) {
    if (from > reached) return false;
    if (to > reached) reached = to;
  }
  return reached === 1n << BigInt(bits);
}

function numberOf(address: string, version: 4 | 6): bigint {
  if (version === 4) return address.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  // The URL parser writes an IPv6 address in hex groups with at most one gap.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const [before, after] = [head, tail ?? ""].map((part) => part.split(":").filter(Boolean)) as [
    string[],
    string[],
  ];
  const gap = Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...gap, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
