import { type Answer, type Server, send, type Wire, wireOf } from "./ask";
import type { Finding } from "./attack";
import type { Asker, Place } from "./place";
import { filled, type Template } from "./template";

const DEEP = Array(5).fill("middleware").join(":");
const INSIDE = encodeURIComponent(JSON.stringify(["", { children: ["__PAGE__", {}] }]));

/** Ways around a proxy or into another rendering of a page, each a change to an honest request. */
const SHAPES: Readonly<Record<string, (wire: Wire) => Wire>> = {
  "x-middleware-subrequest": withHeaders({ "x-middleware-subrequest": DEEP }),
  "x-middleware-subrequest of src": withHeaders({
    "x-middleware-subrequest": DEEP.replaceAll("middleware", "src/middleware"),
  }),
  "x-middleware-rewrite": withHeaders({ "x-middleware-rewrite": "/account", "x-middleware-next": "1" }),
  "x-matched-path": withHeaders({ "x-matched-path": "/account", "x-invoke-path": "/account" }),
  "x-nextjs-data": withHeaders({ "x-nextjs-data": "1" }),
  "the flight of a page": withHeaders({ rsc: "1" }),
  "a prefetch": withHeaders({ rsc: "1", "next-router-prefetch": "1" }),
  "a segment's prefetch": withHeaders({
    ...{ rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  }),
  "a router's state": withHeaders({ rsc: "1", "next-router-state-tree": INSIDE }),
  ".rsc": withTarget((target) => `${target}.rsc`),
  "?_rsc=": withTarget((target) => `${target}?_rsc=abcde`),
  "_next/data": withTarget((target) => `/_next/data/build${target}.json`),
  "two slashes": withTarget((target) => `/${target}`),
  "%2e": withTarget((target) => `/%2e${target}`),
  "%2e%2e": withTarget((target) => `/account/%2e%2e${target}`),
  "a semicolon": withTarget((target) => `${target};a=b`),
  "another case": withTarget((target) => target.replace("/registries/", "/Registries/")),
  "a locale": withTarget((target) => `/en${target}`),
  "injected parameters": withTarget((target) => `${target}?nxtPorg=x&nxtPregistry=y&org=z`),
  HEAD: (wire) => ({ ...wire, method: "HEAD" }),
  TRACE: (wire) => ({ ...wire, method: "TRACE" }),
  OPTIONS: (wire) => ({ ...wire, method: "OPTIONS" }),
  "X-HTTP-Method-Override": withHeaders({ "x-http-method-override": "DELETE" }),
};

function withHeaders(headers: Readonly<Record<string, string>>): (wire: Wire) => Wire {
  return (wire) => ({ ...wire, headers: { ...wire.headers, ...headers } });
}

function withTarget(change: (target: string) => string): (wire: Wire) => Wire {
  return (wire) => ({ ...wire, target: change(wire.target) });
}

export const shapeNames: readonly string[] = Object.keys(SHAPES);

/**
 * Every page and every reading route of the attacked organization, in each of these shapes, asked for by who has no
 * business there. Nothing of that organization may be in an answer, and none may break. Answers the status of each.
 */
export async function askInShapes(
  templates: readonly Template[],
  { server, place }: { readonly server: Server; readonly place: Place },
): Promise<{ readonly statuses: ReadonlyMap<string, number>; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  const statuses = new Map<string, number>();
  const reading = templates.filter(({ door, slots }) => door.method === "GET" && slots.length > 0);
  for (const template of reading.filter(
    ({ name, slots }) => slots.every(({ kind }) => kind !== "token") && !isPublic(name),
  ))
    for (const asker of place.askers.filter(({ fills }) => fills === "foreign"))
      for (const [shape, change] of Object.entries(SHAPES)) {
        const label = `${template.name} | as ${shape} | ${asker.name}`;
        const answer = await send(server, change(honest(server, template, { asker, place })));
        statuses.set(label, answer.status);
        const isRefused = shape !== "TRACE" || (answer.status === 405 && "allow" in answer.headers);
        const what = wrongIn(answer, place) ?? (isRefused ? null : `is no refusal: ${answer.status}`);
        if (what !== null) findings.push({ label, what });
      }
  return { statuses, findings };
}

const isPublic = (name: string): boolean => name.includes("/schemas/{registry}/{file}");

function honest(server: Server, template: Template, { asker, place }: { asker: Asker; place: Place }): Wire {
  const way = asker.session === null ? "nobody" : "browser";
  const request = filled(template, place.foreign, null, null);
  const wire = wireOf(server, { template, filled: request, asker, way, organization: place.foreign.org });
  if (wire === null) throw new Error(`${template.name} cannot be asked`);
  return wire;
}

function wrongIn({ status, body }: Answer, { canary }: Place): string | null {
  if (body.toLowerCase().includes(canary.toLowerCase())) return "shows a text of another organization";
  return status === 0 || status >= 500 ? `breaks: ${status}` : null;
}
