import { z } from "zod";
import { WINDOW_NAMES } from "@/lib/format/time-window";
import { operation } from "../operation";

const window = z.enum(WINDOW_NAMES);
const windowQuery = z.strictObject({
  window: window.default("24h").describe("How far back: by the hour, by six hours, by the day"),
});
const span = { window, since: z.iso.datetime(), stepHours: z.int() };

const percentiles = z
  .object({ count: z.int(), p50: z.int(), p95: z.int(), p99: z.int() })
  .nullable()
  .describe("In ms, within 4 %; null = nothing was measured");

export const latencyParts = z.object({
  total: percentiles.describe("From the edit to its acknowledgement by the other side"),
  wait: percentiles.describe("Of it, until a run was asked for, and while a plan was held for a person"),
  theirs: percentiles.describe("Of it, waiting for the systems and for their rate budgets"),
  ours: percentiles.describe("Of it, the rest"),
});

const latency = z.object({
  ...span,
  all: latencyParts,
  directions: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      told: z.int().describe("Edits counted from the time that the system told of them"),
      seen: z.int().describe("Edits counted from when they were first seen: the system tells no time"),
      parts: latencyParts,
    }),
  ),
  steps: z.array(z.object({ at: z.iso.datetime(), parts: latencyParts })),
});

const flow = z.object({
  ...span,
  directions: z.array(
    z.object({
      from: z.string().nullable().describe("null = made on no side: a person's order"),
      to: z.string(),
      done: z.int(),
      failed: z.int(),
    }),
  ),
  steps: z
    .array(z.object({ at: z.iso.datetime(), done: z.array(z.int()), failed: z.array(z.int()) }))
    .describe("Counts in the order of the directions"),
});

const compliance = z.object({
  score: z.int().nullable().describe("0 to 100, rounded down; null = nothing is known"),
  parts: z.array(
    z.object({
      name: z.enum(["rows", "relations", "drift", "approvals", "ledger"]),
      weight: z.int(),
      good: z.int().nullable(),
      of: z.int().nullable(),
      unknown: z.string().nullable().describe("Why it is not known, and so left out"),
      raise: z.string().nullable().describe("What would raise it"),
    }),
  ),
});

const registryCompliance = compliance.extend({
  rows: z.object({
    ok: z.int().describe("Rows that all sides hold as they are"),
    failed: z.int().describe("Rows with an open error"),
    waiting: z.int().describe("Rows that not every side has acknowledged yet"),
  }),
});

export const measureViews = {
  Latency: latency,
  Flow: flow,
  Compliance: compliance,
  RegistryCompliance: registryCompliance,
};

export const getLatencyOperation = operation({
  id: "getLatency",
  method: "GET",
  path: "/registries/{id}/latency",
  summary: "How long edits took to arrive on the other sides: p50, p95, p99, ours and the systems' apart",
  permission: "registry:read",
  query: windowQuery,
  answer: latency,
  status: 200,
});

export const getFlowOperation = operation({
  id: "getFlow",
  method: "GET",
  path: "/registries/{id}/flow",
  summary: "How many rows were written from side to side, and how many were not taken",
  permission: "registry:read",
  query: windowQuery,
  answer: flow,
  status: 200,
});

export const getComplianceOperation = operation({
  id: "getCompliance",
  method: "GET",
  path: "/registries/{id}/compliance",
  summary: "The compliance score with each part's number, weight and what would raise it",
  permission: "registry:read",
  answer: registryCompliance,
  status: 200,
});
