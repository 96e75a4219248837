import "server-only";
import type { Editor, NamedEditor } from "@/lib/db/rows/conflict-editors";
import type { RunSession } from "./session";
import type { OpenSide } from "./sides";

/** People asked for per run: the rest are named by the runs that follow, while their conflicts wait. */
const MOST = 20;

/**
 * Puts names to those whose values stand in conflicts, of this plan and of those that wait. After the plan's
 * transaction, since it asks the sides; a crash before it leaves a conflict without a name, which the next run mends.
 */
export async function nameEditors(session: RunSession, sides: readonly OpenSide[]): Promise<void> {
  const place = { registryId: session.registry.id, runId: session.run.id };
  const naming = sides.filter(({ connector }) => connector.people !== undefined);
  if (naming.length === 0) return;
  const sideIds = naming.map(({ definition }) => definition.id);
  const editors = await session.store.transact((tx) => tx.unnamedEditors(place, { sideIds, size: MOST }));
  let requests = 0;
  const named: NamedEditor[] = [];
  for (const side of naming) {
    const own = editors.filter(({ sideId }) => sideId === side.definition.id);
    const told = await side.connector.people?.(own.map(({ by }) => by));
    requests += told?.requests ?? 0;
    named.push(...own.flatMap((editor) => withName(editor, told?.names.get(editor.by))));
  }
  if (requests === 0) return;
  await session.commit(async (tx) => {
    await tx.nameCandidates(place, named);
    return { event: null, requests };
  });
}

const withName = (editor: Editor, name: string | undefined): NamedEditor[] =>
  name === undefined ? [] : [{ ...editor, name }];
