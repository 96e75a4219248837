import { restoreRegistryInput } from "@/lib/services/registries/restore-registry";
import { restoreRowInput } from "@/lib/services/rows/restore-row";
import { operation } from "../operation";
import { runViews } from "./runs";

const asked = {
  method: "POST",
  permission: "row:restore",
  answer: runViews.Run,
  status: 202,
  location: ({ id }: { readonly id: string }) => `/runs/${id}`,
} as const;

export const undoRunOperation = operation({
  ...asked,
  id: "undoRun",
  path: "/runs/{id}/undo",
  summary: "Asks for a run that undoes this one; it is held with what it would write",
});

export const restoreRegistryOperation = operation({
  ...asked,
  id: "restoreRegistry",
  path: "/registries/{id}/restore",
  summary: "Asks for a run that brings the rows back to a moment; it is held with what it would write",
  body: restoreRegistryInput,
  example: { at: "2026-11-01T09:00:00Z" },
});

export const restoreRowOperation = operation({
  ...asked,
  id: "restoreRow",
  path: "/rows/{id}/restore",
  summary:
    "Asks for a run that brings one row back to a version or moment; it is held with what it would write",
  body: restoreRowInput,
  example: { version: 3 },
});

export const restoreOperations = [undoRunOperation, restoreRegistryOperation, restoreRowOperation] as const;
