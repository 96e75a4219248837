import type { Gesture } from "./draw";

/** Deleted and entered again under the same key, at once. */
const replaceRow: Gesture = (drawing) => {
  const { places } = drawing;
  const code = drawing.row();
  const city = drawing.value("City");
  return {
    text: `postgres: ${code} replaced by one in ${city}`,
    act: async () => {
      const was = (await places.tableRows()).find(({ Code }) => Code === code);
      if (!was) return;
      const table = places.registry.table.name;
      const name = (column: "Code" | "City") => `"${places.nameOf("postgres", column)}"`;
      await places.world.sql(`begin;
        create temp table kept on commit drop as select * from ${table} where ${name("Code")} = '${code}';
        delete from ${table} where ${name("Code")} = '${code}';
        update kept set ${name("City")} = '${city}';
        insert into ${table} select * from kept;
        commit`);
      places.log.edit("postgres", code, { column: "City", from: was.City, value: city });
    },
  };
};

const renameColumn: Gesture = (drawing) => {
  const { places } = drawing;
  const column = drawing.column();
  const table = places.registry.table.name;
  const renamed = places.renamed.postgres;
  const other = `${column} ${drawing.fresh()}`;
  return {
    text: `postgres: column ${column} is ${other} for a while`,
    act: async () => {
      if (renamed.has(column)) return;
      await places.world.sql(`alter table ${table} rename column "${column}" to "${other}"`);
      renamed.set(column, other);
    },
    undo: async () => {
      if (renamed.get(column) !== other) return;
      await places.world.sql(`alter table ${table} rename column "${other}" to "${column}"`);
      renamed.delete(column);
    },
  };
};

/** Every row is written anew and holds what it held. */
const rewrite: Gesture = ({ places }) => ({
  text: "postgres: rows written anew",
  act: async () => {
    const name = `"${places.nameOf("postgres", "City")}"`;
    await places.world.sql(`update ${places.registry.table.name} set ${name} = ${name}`);
  },
});

export const IN_TABLE: readonly (readonly [Gesture, number])[] = [
  [replaceRow, 2],
  [renameColumn, 1],
  [rewrite, 1],
];
