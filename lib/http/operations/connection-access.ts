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

export const connectionAccessViews = { Reconnected: reconnected };

export const renameConnectionOperation = operation({
  id: "renameConnection",
  method: "PATCH",
  path: "/connections/{id}",
  summary: "Gives a connection another name",
  scope: "admin",
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
  scope: "admin",
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
  scope: "admin",
  status: 204,
});

export const connectionAccessOperations = [
  renameConnectionOperation,
  reconnectConnectionOperation,
  disconnectConnectionOperation,
];
