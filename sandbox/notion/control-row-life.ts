import { type JsonObject, textAt } from "./body-check";
import { namedPages, namedSource } from "./control-access";
import { edited } from "./control-rows";
import type { Command } from "./desk";
import { invalid } from "./failure";
import { newId } from "./identifier";
import { moveRow } from "./move-row";
import { blankRow } from "./page-write";
import type { PageRecord } from "./record";
import { applyMirror } from "./relation";
import { savePage, type World } from "./world";

/** What a person does to rows as wholes. */
export const rowLifeCommands: Readonly<Record<string, Command>> = {
  "move-rows": ({ world }, input) => {
    for (const page of namedPages(world, input))
      moveRow(world, page, namedSource(world, input), world.state.workspace.humanId);
  },
  "duplicate-row": ({ world }, input) => ({ pageId: duplicateRow(world, input).id }),
  "touch-body": ({ world }, input) => {
    for (const page of namedPages(world, input))
      savePage(world, {
        ...page,
        ...(world.settings().contentBumpsEdited ? edited(world) : {}),
        touchedBlock: newId(),
      });
  },
  "lag-rows": ({ world }, input) => {
    if (typeof input.ms !== "number" || input.ms < 0) throw invalid("ms is a number of milliseconds.");
    for (const { id } of namedPages(world, input)) world.rowLags.set(id, input.ms);
  },
};

/** Every cell is the same, keys and links to other rows included; what is counted or timed is its own. */
function duplicateRow(world: World, input: JsonObject): PageRecord {
  const [page] = namedPages(world, { pageIds: [textAt(input.pageId, "pageId")] });
  const source = page?.dataSourceId == null ? undefined : world.state.source(page.dataSourceId);
  if (page === undefined || source === undefined) throw invalid(`There is no row ${String(input.pageId)}.`);
  if (page.inTrash) throw invalid("The row is in the trash.");
  const { humanId } = world.state.workspace;
  const { values, icon, cover } = page;
  const copy = { ...blankRow(source, world.clock.now(), humanId), values, icon, cover };
  world.state.putSource({ ...source, nextNumber: source.nextNumber + 1 });
  savePage(world, copy);
  applyMirror(world, source, null, copy);
  return copy;
}
