import { isObject, type JsonObject, objectAt, textAt } from "./body-check";
import { namedSource } from "./control-access";
import { addSource, commitDraft, newDatabase, newSource } from "./database-write";
import type { Command } from "./desk";
import { invalid } from "./failure";
import { newPropertyId, parseId } from "./identifier";
import { optionNamed } from "./option";
import type { DataSourceRecord, PropertyRecord } from "./record";
import { plainText, runsFrom } from "./rich-text";
import { findProperty, newDraft } from "./schema-draft";
import { addProperty, patchProperty } from "./schema-write";
import { trashStamp } from "./trash";
import { isTrashedSource, type World } from "./world";

/** The property that a command names by id or name. */
export function namedProperty(source: DataSourceRecord, key: unknown): PropertyRecord {
  const property = findProperty(source.properties, textAt(key, "property"));
  if (property === undefined) throw invalid(`There is no property ${String(key)}.`);
  return property;
}

/** Tables and columns, as a person makes and changes them. */
export const schemaCommands: Readonly<Record<string, Command>> = {
  "create-database": ({ world }, input) => createTable(world, input),
  "list-tables": ({ world }) => listTables(world),
  "add-property": ({ world }, input) => {
    const source = namedSource(world, input);
    const type = textAt(input.type, "type");
    const name = textAt(input.name, "name", { min: 1 });
    const draft = newDraft(plainText(source.title));
    draft.sources.set(source.id, source.properties);
    if (UNKNOWN_TYPES.includes(type)) return { propertyId: addUnknown(world, source, name, type).id };
    const config = { [type]: isObject(input.config) ? input.config : {} };
    const property = addProperty(world, draft, source.id, { name, config, path: "config" });
    commitDraft(world, draft, world.state.workspace.humanId);
    return { propertyId: property.id };
  },
  "rename-property": ({ world }, input) => patchAs(world, input, { name: textAt(input.name, "name") }),
  "remove-property": ({ world }, input) => patchAs(world, input, null),
  "change-property-type": ({ world }, input) => {
    const config = isObject(input.config) ? input.config : {};
    patchAs(world, input, { [textAt(input.type, "type")]: config });
  },
  "delete-option": ({ world }, input) => {
    const { source, property, option } = namedOption(world, input);
    const options = (property.options ?? []).filter((other) => other.id !== option.id);
    const groups = property.groups?.map((group) => ({
      ...group,
      optionIds: group.optionIds.filter((id) => id !== option.id),
    }));
    putProperty(world, source, { ...property, options, ...(groups === undefined ? {} : { groups }) });
  },
  "trash-database": ({ world }, input) => setDatabaseTrash(world, input, true),
  "restore-database": ({ world }, input) => setDatabaseTrash(world, input, false),
  "rename-option": ({ world }, input) => {
    const { source, property, option } = namedOption(world, input);
    const name = textAt(input.name, "name", { min: 1, max: 100 });
    const options = (property.options ?? []).map((other) =>
      other.id === option.id ? { ...other, name } : other,
    );
    putProperty(world, source, { ...property, options });
  },
};

function namedOption(world: World, input: JsonObject) {
  const source = namedSource(world, input);
  const property = namedProperty(source, input.property);
  const option = optionNamed(property, textAt(input.option, "option"));
  if (option === undefined) throw invalid(`There is no option ${String(input.option)}.`);
  return { source, property, option };
}

function setDatabaseTrash(world: World, input: JsonObject, inTrash: boolean): void {
  const database = world.state.database(parseId(input.databaseId) ?? "");
  if (database === undefined) throw invalid(`There is no database ${String(input.databaseId)}.`);
  const at = { editedAt: world.clock.now(), editedBy: world.state.workspace.humanId };
  world.state.putDatabase({ ...database, ...at, ...trashStamp(world, database, inTrash) });
}

/** Types that exist in real workspaces and that no client was written for. */
const UNKNOWN_TYPES = ["button", "verification", "last_visited_time", "location"];

function createTable(world: World, input: JsonObject): { databaseId: string; dataSourceId: string } {
  const by = world.state.workspace.humanId;
  const parent = input.parentPage === undefined ? null : parseId(input.parentPage);
  const blank = newDatabase(world, by);
  const database = {
    ...blank,
    title: runsFrom(textAt(input.title, "title")),
    parentPageId: parent ?? blank.parentPageId,
  };
  const given = objectAt(input.properties ?? { Name: "title" }, "properties");
  const properties = Object.fromEntries(
    Object.entries(given).map(([name, config]) => [
      name,
      typeof config === "string" ? { [config]: {} } : config,
    ]),
  );
  const source = newSource(world, database, by);
  addSource(world, source, properties, { path: "properties", sees: () => true });
  world.state.putDatabase(database);
  return { databaseId: database.id, dataSourceId: source.id };
}

function listTables(world: World): unknown {
  return [...world.state.allSources()].map((source) => ({
    databaseId: source.databaseId,
    dataSourceId: source.id,
    title: plainText(source.title),
    inTrash: isTrashedSource(world, source),
    shared: !source.hiddenFrom.includes("*"),
    rows: [...world.state.rowsOf(source.id)].filter((page) => !page.inTrash).length,
    properties: source.properties.map(({ id, name, type, options }) => ({
      id,
      name,
      type,
      ...(options === undefined ? {} : { options: options.map((option) => option.name) }),
    })),
  }));
}

function patchAs(world: World, input: JsonObject, config: JsonObject | null): void {
  const source = namedSource(world, input);
  const property = namedProperty(source, input.property);
  const draft = newDraft(plainText(source.title));
  draft.sources.set(source.id, source.properties);
  patchProperty(world, draft, source.id, { key: property.id, config, path: "config" });
  commitDraft(world, draft, world.state.workspace.humanId);
}

function addUnknown(world: World, source: DataSourceRecord, name: string, type: string): PropertyRecord {
  const id = newPropertyId(new Set(source.properties.map((property) => property.id)));
  const property: PropertyRecord = { id, name, description: null, type };
  const at = { editedAt: world.clock.now(), editedBy: world.state.workspace.humanId };
  world.state.putSource({ ...source, ...at, properties: [...source.properties, property] });
  return property;
}

/** Stores a data source with one property replaced. */
export function putProperty(world: World, source: DataSourceRecord, next: PropertyRecord): void {
  const properties = source.properties.map((property) => (property.id === next.id ? next : property));
  world.state.putSource({
    ...source,
    properties,
    editedAt: world.clock.now(),
    editedBy: world.state.workspace.humanId,
  });
}
