import { z } from "zod";
import { connectionName, reconnectInput } from "@/lib/services/connections/connection-input";
import { operation } from "../operation";
import { connectionViews } from "./connections";

const reconnected = z.object({
  outcome: z
    .enum(["reconnected", "other-account"])
    .describe("other-account: nothing was changed, since the credentials open another account than before"),
  started: z.int().describe("Registries that waited for it and run again"),
  accounts: z.object({ connection: z.string(), before: z.string(), after: z.string() }).nullable(),
});

const callBudget = z.object({
  budgets: z
    .array(
      z.object({
        what: z.enum(["calls", "reads", "writes"]),
        perMinute: z.int().describe("What the provider allows, as far as it is known by now"),
        used: z.int().describe("In the last minute"),
      }),
    )
    .describe("Empty: its system counts no calls"),
  stalledUntil: z.iso.datetime().nullable().describe("The provider asked to wait until then"),
  backlog: z
    .object({ writes: z.int(), seconds: z.int() })
    .nullable()
    .describe("What running runs have yet to write over it, and how long that takes; null: nothing"),
});

export const connectionAccessViews = { Reconnected: reconnected, CallBudget: callBudget };

export const getCallBudgetOperation = operation({
  id: "getCallBudget",
  method: "GET",
  path: "/connections/{id}/budget",
  summary: "How many calls the connection's provider allows, and what is used of them",
  permission: "connection:read",
  answer: callBudget,
  status: 200,
});

export const renameConnectionOperation = operation({
  id: "renameConnection",
  method: "PATCH",
  path: "/connections/{id}",
  summary: "Gives a connection another name",
  permission: "connection:write",
  body: z.strictObject({ name: connectionName }),
  answer: connectionViews.Connection,
  status: 200,
  example: { name: "Warehouse" },
});

export const reconnectConnectionOperation = operation({
  id: "reconnectConnection",
  method: "POST",
  path: "/connections/{id}/reconnect",
  summary: "Puts other credentials in the place of a connection's and starts what waited for it",
  permission: "connection:write",
  body: reconnectInput,
  answer: reconnected,
  status: 200,
  example: { kind: "notion", credentials: { token: "..." }, otherAccount: false },
});

export const disconnectConnectionOperation = operation({
  id: "disconnectConnection",
  method: "POST",
  path: "/connections/{id}/disconnect",
  summary: "Forgets the credentials and revokes them where it can; registries wait until it is reconnected",
  permission: "connection:write",
  status: 204,
});

export const connectionAccessOperations = [
  getCallBudgetOperation,
  renameConnectionOperation,
  reconnectConnectionOperation,
  disconnectConnectionOperation,
];
