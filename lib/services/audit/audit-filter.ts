import { z } from "zod";
import { type Caller, hasPermission, type Permission } from "@/lib/auth/policy";
import { type EntryFilter, targetsOfKey } from "@/lib/db/ledger-entries";
import type { RowClient } from "@/lib/db/row-store";
import { AppError } from "@/lib/errors";
import { type IdPrefix, uuidOf } from "@/lib/ids";
import { ACTIONS, type Action } from "@/lib/ledger/envelope";
import { keyHash } from "@/lib/ledger/key-form";
import { readJson } from "../read-json";

const AREAS = [...new Set(ACTIONS.map((action) => action.split(".")[0] ?? action))];

const text = (about: string) => z.string().max(2000).nullable().default(null).describe(about);

const time = (about: string) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()])
    .nullable()
    .default(null)
    .describe(about);

/** Which entries are asked for; as a query of the API and in the address of the page. */
export const auditFilter = {
  key: text(
    "A row's key, as it is or once was, in any registry: its value, the values of a key of several fields with / between, or a JSON array of them",
  ),
  from: time("Recorded at this time or later; of a day, its beginning in UTC"),
  to: time("Recorded before this time; of a day, its beginning in UTC"),
  actor: text("Public id of a person or an API key; schedule"),
  action: z
    .enum([...AREAS, ...ACTIONS])
    .nullable()
    .default(null)
    .describe("An action, such as row.written, or what it is about: row, run, registry, ..."),
  registry: text("Public id of a registry, of a deleted one too"),
  side: text("Public id of a side: what was written to it, and what came from it alone"),
  outcome: z.enum(["ok", "refused", "failed"]).nullable().default(null).describe("How it ended"),
  run: text("Public id of a run"),
  by: z
    .enum(["people"])
    .nullable()
    .default(null)
    .describe("people: only what people and API keys did themselves, the rows of their runs aside"),
};

export type AuditFilter = z.output<z.ZodObject<typeof auditFilter>>;

/** What an entry tells only to who may see the same on its own screen. */
const HIDDEN: Readonly<Record<string, Permission>> = {
  "api-key": "api-key:read",
  session: "sign-in:read",
  identity: "sign-in:read",
  "identity-provider": "sign-in:read",
  domain: "sign-in:read",
  "sign-in": "sign-in:read",
};

/** Actions whose entries the caller may not see. */
export const hiddenFrom = (caller: Caller): Action[] =>
  ACTIONS.filter((action) => {
    const permission = HIDDEN[action.split(".")[0] ?? action];
    return permission !== undefined && !hasPermission(caller, permission);
  });

/** What a run does by itself, under the name of who asked for it. */
const DONE_BY_RUNS: readonly Action[] = ["run.planned", "run.held", "run.closed", "drift.checked"];

/** Rows of one key in all registries; more would be a key that says nothing. */
const MOST_TARGETS = 500;

/** The filter as the database is asked it. Throws `invalid-input` for an id that is none. */
export async function storedFilter(
  client: RowClient,
  caller: Caller,
  filter: AuditFilter,
): Promise<EntryFilter> {
  const sought = filter.key?.trim() || null;
  return {
    targets: sought === null ? null : await targetsOf(client, sought),
    from: filter.from === null ? null : new Date(filter.from),
    to: filter.to === null ? null : new Date(filter.to),
    actor: filter.actor,
    actions: filter.action === null ? null : actionsOf(filter.action),
    hidden: [...hiddenFrom(caller), ...(filter.by === "people" ? DONE_BY_RUNS : [])],
    registryId: idOf("reg", filter.registry, "registry"),
    side: filter.side,
    outcome: filter.outcome,
    runId: idOf("run", filter.run, "run"),
    deedsOnly: filter.by === "people",
  };
}

/** A key may be of one field and hold a slash, or of several. */
async function targetsOf(client: RowClient, sought: string): Promise<string[]> {
  const found = await Promise.all(
    keysMeant(sought).map((key) => targetsOfKey(client, keyHash(key), MOST_TARGETS)),
  );
  return [...new Set(found.flat())];
}

function keysMeant(sought: string): string[] {
  const whole = JSON.stringify([sought]);
  const list = sought.startsWith("[") ? z.array(z.string()).safeParse(readJson(sought)) : null;
  if (list?.success) return [JSON.stringify(list.data)];
  const parts = sought.split("/").map((part) => part.trim());
  return parts.length > 1 ? [whole, JSON.stringify(parts)] : [whole];
}

const actionsOf = (word: string): Action[] =>
  ACTIONS.filter((action) => action === word || action.startsWith(`${word}.`));

function idOf(prefix: IdPrefix, id: string | null, name: string): string | null {
  if (id === null) return null;
  const uuid = uuidOf(prefix, id);
  if (uuid !== null) return uuid;
  throw new AppError("invalid-input", `This is no id of a ${name}.`, {
    paths: [{ path: `/${name}`, message: `Not an id: ${prefix}_...` }],
  });
}
