import { AppError } from "@/lib/errors";
import { lostAnswers } from "../ambiguous.test-kit";
import type { SideConnector, Written } from "../connector";
import { memoryPlace } from "./contract-place.test-kit";

/** Nothing lies between the store and its caller, so the answer is lost right at the side. */
lostAnswers("memory", async (layout) => {
  const place = await memoryPlace(layout);
  let losing = false;
  const write =
    (side: SideConnector): SideConnector["write"] =>
    async (operations, deadline) => {
      const report = await side.write(operations, deadline);
      if (!losing) return report;
      losing = false;
      const written = operations.map(
        ({ id }): Written => ({ id, outcome: "unknown", message: "The answer was lost." }),
      );
      return { ...report, written, stopped: new AppError("upstream-unavailable", "No answer came.") };
    };
  return {
    ...place,
    open: (config) => {
      const side = place.open(config);
      return Object.assign(Object.create(side) as SideConnector, { write: write(side) });
    },
    lose: () => {
      losing = true;
    },
    effects: () => place.table.effects,
  };
});
