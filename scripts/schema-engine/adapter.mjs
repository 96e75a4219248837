import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { connectionOptions, schemaOf } from "./database.mjs";

/** Postgres' internal one-byte type "char", in which the catalogues keep their flags. */
const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * @prisma/adapter-pg made fit for migrations. It is written for queries: it refuses "char" columns, cuts scripts
 * at every semicolon, takes the main database for the shadow when given a connection string, and drops the
 * shadow while still connected to it. Each is corrected here.
 */
export function adapterFactory(url) {
  // One connection that is never closed for idleness: the engine's advisory lock lives and dies with it.
  const options = { ...connectionOptions(url), max: 1, idleTimeoutMillis: 0 };
  const schema = schemaOf(url);
  const connect = async (database) =>
    correct(await new PrismaPg({ ...options, database }, { schema }).connect());
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(options.database),
    connectToShadowDb: () => connectToShadow(options, connect),
  };
}

async function connectToShadow(options, connect) {
  const database = `prisma_migrate_shadow_db_${randomUUID()}`;
  const keeper = new pg.Client(options);
  await keeper.connect();
  await keeper.query(`create database ${pg.escapeIdentifier(database)}`);
  const adapter = await connect(database);
  const close = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await close();
    await keeper.query(`drop database if exists ${pg.escapeIdentifier(database)} with (force)`);
    await keeper.end();
  };
  return adapter;
}

function correct(adapter) {
  const queryRaw = adapter.queryRaw;
  adapter.queryRaw = async (query) => {
    let charColumns = [];
    const reader = Object.create(adapter);
    reader.performIO = async (request) => {
      const result = await adapter.performIO(request);
      charColumns = result.fields.flatMap((field, at) => (field.dataTypeID === CHAR_OID ? [at] : []));
      const fields = result.fields.map((field) =>
        field.dataTypeID === CHAR_OID ? { ...field, dataTypeID: TEXT_OID } : field,
      );
      return { ...result, fields };
    };
    const result = await queryRaw.call(reader, query);
    for (const at of charColumns) result.columnTypes[at] = ColumnTypeEnum.Character;
    return result;
  };
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

/** Comparing schema files needs no database, yet the engine asks one for its version. */
export function offlineFactory() {
  const adapter = {
    provider: "postgres",
    adapterName: "offline",
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    queryRaw: async () => ({
      columnNames: ["exists", "version", "numeric_version"],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, "PostgreSQL 18.0", 180000]],
    }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    dispose: async () => {},
    startTransaction: async () => {
      throw new Error("a comparison of schema files opened a transaction");
    },
  };
  return {
    provider: "postgres",
    adapterName: "offline",
    connect: async () => adapter,
    connectToShadowDb: async () => adapter,
  };
}
