import type { Place } from "../../scripts/canaries/search-canaries";
import type { Visitor } from "./visitors";

/** Requests under way at the same time. */
const AT_ONCE = 4;

/** One screen of each kind is enough: what differs between two rows is data. */
const kindOf = (address: string): string =>
  address
    .replace(/[a-z]{3}_[0-9a-z]{26}/g, "ID")
    .replace(/\/rows\/[^/?]+/, "/rows/ROW")
    .replace(/[?].*/, "");

export interface Crawled {
  readonly places: readonly Place[];
  /** Kinds of addresses that were asked. */
  readonly kinds: readonly string[];
}

/**
 * Everything that a visitor is led to from `starts`: pages as HTML and as the data that Next fetches, scripts, whatever
 * else is linked. Only addresses that `wants` are asked.
 */
export async function crawl(
  base: string,
  { name, headers }: Visitor,
  starts: readonly string[],
  wants: (kind: string) => boolean = () => true,
): Promise<Crawled> {
  const seen = new Set<string>();
  const places: Place[] = [];
  let waiting = [...starts];
  while (waiting.length > 0) {
    const wave = waiting.filter((address) => {
      const kind = kindOf(address);
      if (seen.has(kind) || !wants(kind)) return false;
      seen.add(kind);
      return true;
    });
    waiting = [];
    const asked = wave.flatMap((address) =>
      isPage(address)
        ? [
            { address, rsc: false },
            { address, rsc: true },
          ]
        : [{ address, rsc: false }],
    );
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let one = asked.shift(); one !== undefined; one = asked.shift()) {
          const { address, rsc } = one;
          const response = await fetch(new URL(address, base), {
            headers: { ...headers, ...(rsc && { rsc: "1" }) },
            redirect: "manual",
          });
          const text = await response.text();
          // The own session is told to its own browser.
          const said = [...response.headers].filter(([header]) => header !== "set-cookie");
          places.push({
            name: `${address}${rsc ? " as data" : ""}, to ${name}`,
            bytes: Buffer.from(`${response.status} ${JSON.stringify(said)}\n${text}`),
          });
          if (!rsc) waiting.push(...linksIn(text));
        }
      }),
    );
  }
  return { places, kinds: [...seen] };
}

const isPage = (address: string): boolean => !/^\/(_next|api)\//.test(address);

const linksIn = (text: string): string[] =>
  [...text.matchAll(/(?:href|src)="(\/[^"#]*)"/g)].map(([, to = ""]) => to.replaceAll("&amp;", "&"));
