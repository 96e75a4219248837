import path from "node:path";
import { defineConfig } from "prisma/config";

// Prisma starts this file as a program, which Windows cannot do with a script: there it fetches its own engine.
if (process.platform !== "win32")
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, "scripts/schema-engine.mjs");

/** Migrations run as the owner; the application role may not change tables. */
const url = process.env.DATABASE_MIGRATE_URL ?? process.env.DATABASE_URL;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(url === undefined ? {} : { datasource: { url } }),
});
