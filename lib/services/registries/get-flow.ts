import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withRows } from "@/lib/db/row-store";
import { listFlow } from "@/lib/db/rows/browse-flow";
import type { TimeWindow } from "@/lib/format/time-window";
import { publicId } from "@/lib/ids";
import { registryWindow } from "./registry-window";

export interface FlowView {
  readonly window: TimeWindow;
  readonly since: string;
  readonly stepHours: number;
  readonly directions: readonly {
    /** null = made on no side: a person's order. */
    readonly from: string | null;
    readonly to: string;
    readonly done: number;
    readonly failed: number;
  }[];
  /** By step, oldest first; its counts in the order of the directions. */
  readonly steps: readonly {
    readonly at: string;
    readonly done: readonly number[];
    readonly failed: readonly number[];
  }[];
}

/** How many rows were written from side to side, and how many were not taken. */
export async function getFlow(
  caller: Caller,
  registryId: string,
  window: TimeWindow,
  now = new Date(),
): Promise<FlowView> {
  authorize(caller, "registry:read");
  const { id, since, stepHours, steps } = await registryWindow(caller, registryId, window, now);
  const lines = await withRows(caller.organizationId, (client) =>
    listFlow(client, { registryId: id, since, stepHours }),
  );
  const byDirection = [...Map.groupBy(lines, ({ fromSide, toSide }) => `${fromSide} ${toSide}`).values()];
  const all = (own: typeof lines, which: "done" | "failed") => own.reduce((sum, one) => sum + one[which], 0);
  const at = (own: typeof lines, step: Date) => own.filter((one) => one.at.getTime() === step.getTime());
  const ranked = byDirection.toSorted((a, b) => all(b, "done") - all(a, "done"));
  return {
    ...{ window, since: since.toISOString(), stepHours },
    directions: ranked.flatMap((own) => {
      const [first] = own;
      if (!first) return [];
      const from = first.fromSide === first.toSide ? null : publicId("sid", first.fromSide);
      return { from, to: publicId("sid", first.toSide), done: all(own, "done"), failed: all(own, "failed") };
    }),
    steps: steps.map((step) => ({
      at: step.toISOString(),
      done: ranked.map((own) => all(at(own, step), "done")),
      failed: ranked.map((own) => all(at(own, step), "failed")),
    })),
  };
}
