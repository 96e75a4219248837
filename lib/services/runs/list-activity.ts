import "server-only";
import { z } from "zod";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { countRefused } from "@/lib/db/ledger-entries";
import { withRows } from "@/lib/db/row-store";
import { listActivity as listStored } from "@/lib/db/run-activity";
import type { ListedRun } from "@/lib/db/runs";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { foreignCursor } from "../page-cursor";
import type { ListPage } from "./browse-runs";
import { type RunView, runView } from "./run-view";

const time = (about: string) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()])
    .nullable()
    .default(null)
    .describe(about);

/** Which runs are asked for; as a query of the API and in the address of the page. */
export const activityFilter = {
  registry: z.string().max(40).nullable().default(null).describe("Public id of a registry"),
  status: z
    .enum(["queued", "running", "held", "done", "done-with-issues", "failed", "stopped"])
    .nullable()
    .default(null),
  kind: z.enum(["sync", "dry-run", "shadow", "drift-check", "restore", "undo"]).nullable().default(null),
  trigger: z.enum(["person", "api-key", "schedule", "system"]).nullable().default(null),
  from: time("Asked for at this time or later"),
  to: time("Asked for before this time"),
  quiet: z
    .enum(["shown", "hidden"])
    .default("hidden")
    .describe("Whether runs are shown that changed nothing and met nothing worth telling"),
};

export type ActivityFilter = z.output<z.ZodObject<typeof activityFilter>>;

export interface ActivityView extends RunView {
  /** Writes that the sides took, and those that they did not; null until the run is over, and of one that writes nothing. */
  readonly written: { readonly ok: number; readonly rejected: number } | null;
}

const PAGE = 50;

/** The runs of all registries that fit a filter, the newest first. */
export async function listActivity(
  caller: Caller,
  filter: ActivityFilter,
  cursor: string | null,
): Promise<ListPage<ActivityView>> {
  authorize(caller, "run:read");
  const before = cursor && uuidOf("run", cursor);
  if (cursor && !before) throw foreignCursor();
  const { registry, from, to, quiet, ...stored } = filter;
  const registryId = registry && uuidOf("reg", registry);
  if (registry && !registryId)
    throw new AppError("invalid-input", "This is no id of a registry.", {
      paths: [{ path: "/registry", message: "Not an id: reg_..." }],
    });
  const asked = {
    ...stored,
    ...{ registryId, loudOnly: quiet === "hidden" },
    ...{ from: from === null ? null : new Date(from), to: to === null ? null : new Date(to) },
  };
  const runs = await withOrg(caller.organizationId, (db) =>
    listStored(db, asked, { before, size: PAGE + 1 }),
  );
  const page = runs.slice(0, PAGE);
  const ids = page.filter(hasWritten).map(({ id }) => id);
  const refused = await withRows(caller.organizationId, (client) => countRefused(client, ids));
  const data = page.map((run) => ({
    ...runView(run, {}),
    written: hasWritten(run) ? writtenOf(run, refused.get(run.id) ?? 0) : null,
  }));
  return { data, nextCursor: runs.length > PAGE ? (data.at(-1)?.id ?? null) : null };
}

const ENDS = new Set<ListedRun["status"]>(["done", "done-with-issues"]);
const WRITING = new Set<ListedRun["kind"]>(["sync", "restore", "undo"]);

/** A run that broke off has not tried all of its plan, so nobody has counted. */
const hasWritten = ({ kind, status }: ListedRun): boolean => WRITING.has(kind) && ENDS.has(status);

function writtenOf({ counts }: ListedRun, rejected: number): NonNullable<ActivityView["written"]> {
  const all = counts.create + counts.update + counts.delete;
  return { ok: Math.max(0, all - rejected), rejected };
}
