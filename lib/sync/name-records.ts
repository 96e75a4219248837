import "server-only";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { sideOf, withSide } from "./progress";
import type { RunSession } from "./session";

/**
 * Where we give records the ids by which they are found after their keys change, the new ones get theirs at the end of a
 * run that may write. Each has been taken up under that id already, so a run that cannot write it now has lost nothing:
 * the next one finds it missing again.
 */
export async function nameRecords(session: RunSession): Promise<void> {
  for (const { id } of session.registry.sides) {
    if (sideOf(session.progress, id).nameless === 0) continue;
    const requests = await namedOn(session, id);
    await session.commit(async () => ({
      event: null,
      progress: withSide(session.progress, id, { nameless: 0 }),
      requests,
    }));
  }
}

async function namedOn(session: RunSession, sideId: string): Promise<number> {
  try {
    const { connector } = await session.sides.open(sideId);
    return (await connector.nameRecords?.())?.requests ?? 0;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.kind === "internal") throw thrown;
    log("warn", "run.unnamed", { run: session.run.id, side: sideId, error: thrown });
    return 0;
  }
}
