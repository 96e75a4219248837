import type { Drawing, Gesture } from "./draw";

const trashAndRestore: Gesture = (drawing) => {
  const { places } = drawing;
  const code = drawing.ownRow();
  if (code === null) return null;
  let pageId: string | null = null;
  return {
    text: `notion: ${code} thrown away, later restored`,
    act: () => {
      pageId = places.pageOf(code);
      if (pageId !== null) places.watch("notion", () => places.notion("trash", { pageIds: [pageId] }));
    },
    undo: () => {
      if (pageId === null || places.pageOf(code) !== null) return;
      places.watch("notion", () => places.notion("restore", { pageIds: [pageId] }));
    },
  };
};

const moveAwayAndBack: Gesture = (drawing) => {
  const { places } = drawing;
  const code = drawing.ownRow();
  if (code === null) return null;
  let pageId: string | null = null;
  const properties = {
    Code: "title",
    Name: "rich_text",
    City: "rich_text",
    Staff: "number",
    Sector: "select",
    Tags: "multi_select",
  };
  const dataSourceId = places.registry.notion.dataSourceId;
  return {
    text: `notion: ${code} moved to another database, later back`,
    act: () => {
      pageId = places.pageOf(code);
      if (pageId === null) return;
      const other = places.world.notion<{ dataSourceId: string }>("create-database", {
        title: "Other",
        properties,
      });
      places.watch("notion", () =>
        places.notion("move-rows", { pageIds: [pageId], dataSourceId: other.dataSourceId }),
      );
    },
    undo: () => {
      if (pageId === null || places.pageOf(code) !== null) return;
      places.watch("notion", () => places.notion("move-rows", { pageIds: [pageId], dataSourceId }));
    },
  };
};

/** The copy goes again, or becomes a company of its own. */
const duplicate: Gesture = (drawing) => {
  const { places } = drawing;
  const code = drawing.ownRow();
  if (code === null) return null;
  const next = drawing.chance(0.5) ? drawing.value("Code") : null;
  let copy: string | null = null;
  return {
    text: `notion: ${code} duplicated${next === null ? ", the copy later deleted" : `, the copy later ${next}`}`,
    act: () => {
      const pageId = places.pageOf(code);
      if (pageId === null) return;
      copy = places.world.notion<{ pageId: string }>("duplicate-row", { pageId }).pageId;
    },
    undo: () => {
      if (copy === null) return;
      const pageId = copy;
      places.watch("notion", () => {
        if (next === null) places.notion("trash", { pageIds: [pageId] });
        else places.notion("edit-cell", { pageId, property: places.nameOf("notion", "Code"), value: next });
      });
    },
  };
};

const renameOption: Gesture = (drawing) => {
  const { places } = drawing;
  const to = drawing.value("Sector");
  return {
    text: `notion: an option is now ${to}`,
    act: () => {
      const option = places.notionRows().find(({ cells }) => cells.Sector !== "")?.cells.Sector;
      if (option === undefined) return;
      const property = places.nameOf("notion", "Sector");
      places.watch("notion", () => places.notion("rename-option", { property, option, name: to }));
    },
  };
};

const renameProperty: Gesture = (drawing) => {
  const { places } = drawing;
  const renamed = places.renamed.notion;
  const column = drawing.chance(0.2) ? "Code" : drawing.column();
  const other = `${column} ${drawing.fresh()}`;
  return {
    text: `notion: property ${column} is ${other} for a while`,
    act: () => {
      if (renamed.has(column)) return;
      places.notion("rename-property", { property: column, name: other });
      renamed.set(column, other);
    },
    undo: () => {
      if (renamed.get(column) !== other) return;
      places.notion("rename-property", { property: other, name: column });
      renamed.delete(column);
    },
  };
};

const hide = (drawing: Drawing, what: "table" | "rows" | "pages") => {
  const { places } = drawing;
  const codes = what === "pages" ? [drawing.row(), drawing.row()] : [];
  let input: Record<string, unknown> | null = null;
  return {
    text: `notion: ${codes.join(" ")} ${what} no longer shared, later shared again`,
    act: () => {
      const pageIds = codes.flatMap((code) => places.pageOf(code) ?? []);
      const dataSourceId = places.registry.notion.dataSourceId;
      input = what === "pages" ? { pageIds } : { dataSourceId, how: what };
      places.world.notion("unshare", input);
    },
    undo: () => {
      if (input !== null) places.world.notion("share", input);
    },
  };
};

const touchBody: Gesture = (drawing) => {
  const code = drawing.row();
  return {
    text: `notion: the text of ${code} edited`,
    act: () => {
      const pageId = drawing.places.pageOf(code);
      if (pageId !== null) drawing.places.notion("touch-body", { pageIds: [pageId] });
    },
  };
};

/** Queries show changes late, until they do not. */
const lag: Gesture = ({ places }) => ({
  text: "notion: the index is an hour late for a while",
  act: () => void places.world.notion("set-limits", { indexLagMs: 3_600_000 }),
  undo: () => {
    places.world.notion("set-limits", { indexLagMs: 0 });
    places.world.advance(3_700_000);
  },
});

/** What people do in Notion alone, with how often it is drawn. */
export const IN_NOTION: readonly (readonly [Gesture, number])[] = [
  [trashAndRestore, 2],
  [moveAwayAndBack, 1],
  [duplicate, 2],
  [renameOption, 1],
  [renameProperty, 1],
  [(drawing) => hide(drawing, "table"), 1],
  [(drawing) => hide(drawing, "rows"), 1],
  [(drawing) => hide(drawing, "pages"), 1],
  [touchBody, 1],
  [lag, 1],
];
