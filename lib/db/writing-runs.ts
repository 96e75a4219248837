import "server-only";
import type { Scoped } from "./control";

/** A run that writes, or will, without anybody being asked any more. */
export interface WritingRun {
  readonly id: string;
  readonly sides: readonly { readonly id: string; readonly connectionId: string }[];
}

export async function writingRuns(db: Scoped): Promise<WritingRun[]> {
  const runs = await db.run.findMany({
    where: { status: "running", kind: { in: ["sync", "restore", "undo"] } },
    select: { id: true, registry: { select: { sides: { select: { id: true, connectionId: true } } } } },
  });
  return runs.map(({ id, registry }) => ({ id, sides: registry.sides }));
}
