import type { RowDecision } from "../row";

/** "b:name=new" for each cell written, "b:create", "b:delete". */
export function told(decision: RowDecision): readonly string[] {
  return decision.writes.flatMap((write) =>
    write.op === "update"
      ? write.cells.map(({ field, after }) => `${write.sideId}:${field}=${String(after)}`)
      : [`${write.sideId}:${write.op}`],
  );
}
