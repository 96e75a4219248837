import { z } from "zod";
import { activityFilter } from "@/lib/services/runs/list-activity";
import { cursorInput, pageOf } from "../cursor";
import { operation } from "../operation";
import { runViews } from "./runs";

const activity = runViews.Run.extend({
  written: z
    .object({ ok: z.int(), rejected: z.int() })
    .nullable()
    .describe(
      "Writes that the sides took, and did not; null until it is over, and of a run that writes nothing",
    ),
});

export const activityViews = { Activity: activity };

export const listActivityOperation = operation({
  id: "listActivity",
  method: "GET",
  path: "/activity",
  summary: "The runs of all registries, newest first; those without changes are left out unless asked for",
  permission: "run:read",
  query: z.strictObject({ ...activityFilter, cursor: cursorInput }),
  answer: pageOf(activity),
  status: 200,
});
