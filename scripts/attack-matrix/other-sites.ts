import { type Answer, type Server, send, wireOf } from "./ask";
import type { Finding } from "./attack";
import { toldBy } from "./fingerprint";
import { WITHOUT_COOKIES } from "./parameters";
import type { Place } from "./place";
import { filled, type Template } from "./template";

/** What a browser says of where a request comes from, when it is not one of our own pages; null: it says nothing. */
const ORIGINS: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  "another site": { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  "a sandboxed page": { origin: "null", "sec-fetch-site": "cross-site" },
  "nobody's page": { origin: null },
  "a sibling that forges our host": {
    origin: "https://evil.example",
    host: "evil.example",
    "x-forwarded-host": "evil.example",
  },
};

/**
 * Every action and every route that writes, asked for by the owner's own browser with his own ids, from a page that is
 * not ours. Had it been ours it would have been done; so all must be refused. Answers how many were asked.
 */
export async function askFromOtherSites(
  templates: readonly Template[],
  { server, place }: { readonly server: Server; readonly place: Place },
): Promise<{ readonly asked: number; readonly findings: readonly Finding[] }> {
  const owner = place.askers.find(({ name }) => name === "owner");
  if (!owner) throw new Error("there is no owner");
  const findings: Finding[] = [];
  let asked = 0;
  const writing = templates.filter(({ door }) => door.method !== "GET");
  for (const template of writing) {
    for (const [whose, said] of Object.entries(ORIGINS)) {
      const request = filled(template, place.own, null, null);
      const wire = wireOf(server, {
        template,
        filled: request,
        asker: owner,
        way: "browser",
        organization: place.own.org,
      });
      if (wire === null) continue;
      asked += 1;
      const { origin: _, ...headers } = wire.headers as Record<string, string>;
      for (const [name, value] of Object.entries(said)) if (value !== null) headers[name] = value;
      const answer = await send(server, { ...wire, headers });
      const { status, body } = answer;
      if (status >= 400 || /not asked by one of our own pages/.test(body)) continue;
      const { cookie: __, ...nobodys } = headers;
      const isAnyones = WITHOUT_COOKIES.includes(template.name);
      if (isAnyones && isSame(answer, await send(server, { ...wire, headers: nobodys }))) continue;
      findings.push({
        label: `${template.name} | from ${whose}`,
        what: `was not refused: ${status} ${JSON.stringify(body.slice(0, 160))}`,
      });
    }
  }
  return { asked, findings };
}

const isSame = (one: Answer, other: Answer): boolean => toldBy(one, "", false) === toldBy(other, "", false);
