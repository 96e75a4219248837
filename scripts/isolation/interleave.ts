import { withOrg } from "@/lib/db/control";
import { withRows } from "@/lib/db/row-store";
import { API_ROOT } from "@/lib/http/operation";
import { routeOf } from "@/lib/http/testing/route-of";
import type { Neighbour } from "./crowd";

/** What became of many requests of many organizations at once. */
export interface Interleaved {
  readonly answered: number;
  readonly aborted: number;
  /** Answers that held a word of somebody else, that lacked the own, or that were none. */
  readonly wrong: readonly string[];
}

/** Requests at a time: many more than there are connections. */
const WIDTH = 40;
const ABORTED_EVERY = 10;
/** The name that a registry would have had, had work that was given up been kept. */
export const GIVEN_UP = "GIVEN UP";

const reads = (one: Neighbour): readonly string[] => [
  "GET /me",
  "GET /registries",
  `GET /registries/${one.registryId}`,
  `GET /registries/${one.registryId}/rows`,
  `GET /rows/${one.rowId}`,
  "GET /members",
  "GET /connections",
  "GET /option-sets",
];

/** So many requests each, in turns, over the pools of this process; every tenth breaks off within its transaction. */
export async function interleave(crowd: readonly Neighbour[], each: number): Promise<Interleaved> {
  const words = new Map(crowd.map((one) => [one.word, one]));
  const wrong: string[] = [];
  let [next, answered, aborted] = [0, 0, 0];
  const total = crowd.length * each;
  const work = async () => {
    for (let at = next++; at < total; at = next++) {
      const one = crowd[(at * 7) % crowd.length] as Neighbour;
      const isAborted = at % ABORTED_EVERY === ABORTED_EVERY - 1;
      const text = isAborted ? await breakOff(one, Math.floor(at / ABORTED_EVERY)) : await ask(one, at);
      if (isAborted) aborted += 1;
      else answered += 1;
      wrong.push(...faultsOf(text, one, words));
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, work));
  return { answered, aborted, wrong };
}

function faultsOf(text: string, { word }: Neighbour, words: ReadonlyMap<string, Neighbour>): string[] {
  const seen = new Set(text.match(/WORD[0-9a-f]{16}/gi)?.map((one) => `WORD${one.slice(4).toLowerCase()}`));
  const foreign = [...seen].filter((one) => one !== word && words.has(one));
  if (foreign.length > 0) return [`${word} was shown ${foreign.join(", ")}`];
  return seen.has(word) ? [] : [`${word} was not shown its own: ${text.slice(0, 200)}`];
}

/** Through the API's door, as a caller with a key; every eighth request writes. */
async function ask(one: Neighbour, at: number): Promise<string> {
  const all = reads(one);
  const isWrite = at % 8 === 0;
  const call = isWrite ? `PATCH /registries/${one.registryId}` : (all[at % all.length] ?? "GET /me");
  const [method = "", target = ""] = call.split(" ");
  const { handler } = await routeOf(method, target);
  const request = new Request(`http://127.0.0.1:3000${API_ROOT}${target}`, {
    method,
    headers: { authorization: `Bearer ${one.apiKey}`, "content-type": "application/json" },
    ...(isWrite && { body: JSON.stringify({ name: `${one.word} ${at}` }) }),
  });
  const response = await handler(request);
  const text = await response.text();
  return response.ok ? text : `${response.status} ${call}`;
}

/** Reads and writes through either door and breaks off: by a throw, by a lost connection, by one that was ended. */
async function breakOff({ organizationId }: Neighbour, nth: number): Promise<string> {
  let seen = "";
  const text = "select name from public.registry";
  const change = `update public.registry set name = '${GIVEN_UP}'`;
  const throughPrisma = () =>
    withOrg(organizationId, async (db) => {
      seen = JSON.stringify(await db.$queryRawUnsafe(text));
      await db.$executeRawUnsafe(change);
      throw new Error("given up");
    });
  const throughRows = (end: "throw" | "cut" | "terminate") =>
    withRows(organizationId, async (client) => {
      seen = JSON.stringify((await client.query(text)).rows);
      await client.query(change);
      if (end === "terminate") await client.query("select pg_terminate_backend(pg_backend_pid())");
      if (end === "cut") (client as unknown as Wired).connection.stream.destroy();
      throw new Error("given up");
    });
  const ways = [
    throughPrisma,
    () => throughRows("throw"),
    () => throughRows("cut"),
    () => throughRows("terminate"),
  ];
  await ways[nth % ways.length]?.().catch(() => {});
  return seen;
}

/** The socket below a client of `pg`. */
interface Wired {
  readonly connection: { readonly stream: { destroy(): void } };
}
