import { type Answer, type Server, send, wireOf } from "./ask";
import { type Cell, isIdAlone } from "./cells";
import { fingerprint, toldBy } from "./fingerprint";
import { ENDS_SESSION } from "./parameters";
import type { Place } from "./place";
import { filled } from "./template";

/** A difference, in words, with the label by which it can be asked again. */
export interface Finding {
  readonly label: string;
  readonly what: string;
}

export interface Outcome {
  readonly asked: number;
  readonly findings: readonly Finding[];
  /** By label: another server over the same place has to give the same. */
  readonly statuses: ReadonlyMap<string, number>;
}

/** Parts of a page may come in another order than the last time; only what never agrees is a difference. */
const TRIES = 4;
/** Fewer than one session may do at once, with what they are compared with. */
const CLEARED_EVERY = 100;
const TOLD_EVERY = 500;

export const labelOf = ({ template, slot, asker, way, attack }: Cell): string =>
  `${template.name} | ${slot.where} ${slot.name} | ${attack} | ${asker.name} by ${way}`;

interface Running {
  readonly server: Server;
  readonly place: Place;
  /** Requests in flight. */
  readonly width: number;
  /** Forgets how many calls were counted, now and then. */
  readonly clearCounts: () => Promise<unknown>;
  readonly onProgress?: (done: number) => void;
}

/** Asks every cell and, once for all that share it, its counterpart with an id that nothing has. */
export async function attack(cells: readonly Cell[], running: Running): Promise<Outcome> {
  const controls = new Controls(running);
  const findings: Finding[] = [];
  const statuses = new Map<string, number>();
  let [next, asked] = [0, 0];
  const work = async () => {
    for (let cell = cells[next++]; cell !== undefined; cell = cells[next++]) {
      const result = await askCell(cell, running, controls);
      if (result === null) continue;
      asked += 1;
      statuses.set(labelOf(cell), result.status);
      findings.push(...result.problems.map((what) => ({ label: labelOf(cell), what })));
      if (asked % TOLD_EVERY === 0) running.onProgress?.(asked);
      if (asked % CLEARED_EVERY === 0) await running.clearCounts();
    }
  };
  await Promise.all(Array.from({ length: running.width }, work));
  return { asked, findings, statuses };
}

async function askCell(cell: Cell, running: Running, controls: Controls) {
  const answer = await askWith(cell, cell.value, running);
  if (answer === null) return null;
  const problems = brokenness(answer, running);
  let print = printOf(cell, answer, cell.value);
  const known = await controls.of(cell);
  for (let tried = 1; !known.has(print) && tried < TRIES; tried += 1) {
    await controls.askAgain(cell, known);
    const again = await askWith(cell, cell.value, running);
    if (again) print = printOf(cell, again, cell.value);
  }
  if (!known.has(print)) problems.push(await difference(cell, answer, running));
  return { status: answer.status, problems };
}

/** What no answer of the matrix may be or hold. */
function brokenness({ status, headers, body }: Answer, { place: { canary }, server }: Running): string[] {
  const problems: string[] = [];
  if (body.toLowerCase().includes(canary.toLowerCase()))
    problems.push("shows a text of another organization");
  if (status === 0 || status >= 500 || /Something went wrong on our side/.test(body))
    problems.push(`breaks: ${status} ${server.logOf(headers["x-request-id"] ?? errorIdIn(body))}`);
  if (status === 429 || /then go on more slowly/.test(body)) problems.push("was counted, not answered");
  return problems;
}

const errorIdIn = (body: string): string => /error id ([0-9a-f-]{36})/.exec(body)?.[1] ?? "no id";

const told = ({ template, attack }: Cell, answer: Answer, asked: unknown): string =>
  toldBy(answer, asked, template.door.kind === "page" && !/^(foreign|deleted) /.test(attack));

const printOf = (cell: Cell, answer: Answer, asked: unknown): string =>
  fingerprint(told(cell, answer, asked));

async function difference(cell: Cell, answer: Answer, running: Running): Promise<string> {
  const missing = await askWith(cell, cell.missing, running);
  const one = told(cell, answer, cell.value);
  const other = missing ? told(cell, missing, cell.missing) : "";
  const at = [...one].findIndex((letter, place) => letter !== other[place]);
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 140));
  return `differs from a missing id: ${answer.status} ${around(one)} in place of ${missing?.status} ${around(other)}`;
}

async function askWith(cell: Cell, value: unknown, { server, place }: Running): Promise<Answer | null> {
  const { template, slot, asker, way } = cell;
  const ids = place[asker.fills];
  // The header of a browser at the API, and the page that an action is posted to, are always the asker's own.
  const request = filled(template, ids, slot, value);
  const isLast = way === "browser" && ENDS_SESSION.test(template.name);
  const lent = isLast ? await place.lendSession() : null;
  const by = lent === null ? asker : { ...asker, session: lent.session };
  const wire = wireOf(server, { template, filled: request, asker: by, way, organization: ids.org });
  const answer = wire === null ? null : await send(server, wire);
  await lent?.close();
  return answer;
}

/** Answers to ids that nothing has, by what they are asked for. */
class Controls {
  private readonly asked = new Map<string, Promise<Set<string>>>();

  constructor(private readonly running: Running) {}

  of(cell: Cell): Promise<Set<string>> {
    const { template, slot, asker, way, attack } = cell;
    const isShared = isIdAlone(slot);
    const [, kind = ""] = /^(?:foreign|deleted) (\w+)$/.exec(attack) ?? [];
    const form = isShared ? kind : attack.replace(/^(foreign|deleted) /, "");
    const key = [template.name, slot.where, slot.name, asker.name, way, form].join("|");
    const known = this.asked.get(key) ?? this.askAgain(cell, new Set());
    this.asked.set(key, known);
    return known;
  }

  async askAgain(cell: Cell, known: Set<string>): Promise<Set<string>> {
    const answer = await askWith(cell, cell.missing, this.running);
    if (answer) known.add(printOf(cell, answer, cell.missing));
    return known;
  }
}
