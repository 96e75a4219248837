import { z } from "zod";
import { operation } from "../operation";
import { latencyParts, measureViews } from "./measures";
import { registryViews } from "./registries";

const registry = registryViews.Registry;

const standing = z.object({
  id: z.string(),
  name: z.string(),
  sides: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      title: z.string(),
      flow: z.enum(["both", "in", "out", "off"]).describe("in = only read, out = only written"),
    }),
  ),
  ...registry.pick({
    state: true,
    stateReason: true,
    mode: true,
    schedule: true,
    rows: true,
    lastRunId: true,
    lastRunAt: true,
    nextRunAt: true,
  }).shape,
  firstSync: z.number().nullable().describe("Of a first sync under way, the share that is written, 0 to 1"),
  ok: z.int().describe("Rows that all sides hold as they are"),
  failed: z.int().describe("Rows with an open error"),
  waiting: z.int().describe("Rows that not every side has acknowledged yet"),
  held: z.int().describe("Plans that wait for an approval"),
  conflicts: z.int().describe("Conflicts on which nobody has decided"),
  issues: z.int().describe("Open errors that nobody has put aside"),
  check: z
    .object({ at: z.iso.datetime(), rows: z.int(), equal: z.int() })
    .nullable()
    .describe("The last full compare of all sides; null = there was none"),
  drifted: z
    .int()
    .describe(
      "Rows and records that it found different and that nothing explains, where no run has written since",
    ),
  changes: z.array(z.int()).describe("Rows written in each of the last 24 hours, oldest first"),
  score: z.int().nullable(),
});

const overview = z.object({
  registries: z.array(standing),
  rows: z.int(),
  checked: z
    .object({ registries: z.int(), rows: z.int(), equal: z.int(), since: z.iso.datetime() })
    .nullable()
    .describe("The last full compares of the registries together, the first of them at `since`"),
  latency: latencyParts.describe("Over the last 24 hours and all directions"),
  openItems: z.int().describe("All that waits for a person, as the inbox counts it"),
  compliance: measureViews.Compliance,
});

export const overviewViews = { Overview: overview };

export const getOverviewOperation = operation({
  id: "getOverview",
  method: "GET",
  path: "/overview",
  summary: "Every registry at a glance: rows, last full compare, latency, open items, compliance score",
  permission: "registry:read",
  answer: overview,
  status: 200,
});
