import { z } from "zod";
import { createConnectionInput } from "@/lib/services/connections/connection-input";
import { pageOf } from "../cursor";
import { operation } from "../operation";

const connection = z.object({
  id: z.string(),
  kind: z.enum(["notion", "postgres", "google"]),
  name: z.string(),
  label: z.string().describe("What may be shown of the credentials"),
  account: z.string().nullable().describe("Whose records it opens, by name; null: it was never asked"),
  files: z
    .enum(["picked", "all"])
    .nullable()
    .describe(
      "Which of a Google account's spreadsheets it opens; null: it does not tell, or there is no such choice",
    ),
  status: z
    .string()
    .describe(
      "working, reconnect-needed, needs-key (the vault's key may not be used), untested or disconnected",
    ),
  problem: z.string().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});

export const check = z.object({
  name: z.enum(["reachable", "tls", "authorized", "can-read", "can-write", "key-found", "rows-seen"]),
  ok: z.boolean().nullable().describe("Null: could not be tried"),
  message: z.string(),
  remedy: z.string().nullable(),
  copy: z
    .string()
    .optional()
    .describe(
      "What the remedy asks to be put in elsewhere, letter by letter: SQL, a line of a file, or an address",
    ),
});

/** A place as POST /registries takes it. */
export const address = z
  .record(z.string(), z.union([z.string(), z.number()]))
  .describe("{dataSourceId}, {schema, table} or {spreadsheetId, sheetId, title}");

export const location = z.object({
  id: z.string().describe("Opaque; escape it for the URL"),
  title: z.string(),
  location: address,
  mayEdit: z
    .boolean()
    .optional()
    .describe("Whether its rows may be written, or a place made in it; left out: the system does not tell"),
});

export const sideField = z.object({
  id: z.string().describe("Stays the same when the field is renamed"),
  name: z.string(),
  type: z.string().nullable().describe("The type it maps to; null: cannot be mapped"),
  alternatives: z.array(z.string()).describe("Other types it can carry"),
  native: z.string().describe("The system's own type"),
  writable: z.boolean(),
  readOnlyReason: z.string().nullable(),
  keyPart: z.boolean().describe("Part of a key that the system itself keeps unique"),
  options: z.array(z.string()).nullable(),
  relatesTo: address.nullable(),
});

const locationFields = z.object({
  fields: z.array(sideField),
  rowCount: z.int().nullable().describe("Null: the system does not tell without reading all"),
  problems: z.array(z.object({ code: z.string(), message: z.string(), remedy: z.string() })),
  checks: z
    .array(check)
    .describe("Whether it can be read, a key found, how many rows were seen, and may it be edited"),
});

export const connectionViews = {
  Connection: connection,
  Check: check,
  Location: location,
  SideField: sideField,
  LocationFields: locationFields,
};

const searchText = z.string().max(2000).default("");

export const listConnectionsOperation = operation({
  id: "listConnections",
  method: "GET",
  path: "/connections",
  summary: "The organization's connections",
  permission: "connection:read",
  answer: pageOf(connection),
  status: 200,
});

export const createConnectionOperation = operation({
  id: "createConnection",
  method: "POST",
  path: "/connections",
  summary: "Tries credentials and keeps them sealed; they come out nowhere again",
  permission: "connection:write",
  body: createConnectionInput,
  answer: connection,
  status: 201,
  location: ({ id }) => `/connections/${id}`,
  example: {
    kind: "postgres",
    name: "Warehouse",
    credentials: { host: "db.example.com", port: 5432, database: "shop", user: "sync", password: "..." },
  },
});

export const getConnectionOperation = operation({
  id: "getConnection",
  method: "GET",
  path: "/connections/{id}",
  summary: "One connection",
  permission: "connection:read",
  answer: connection,
  status: 200,
});

export const deleteConnectionOperation = operation({
  id: "deleteConnection",
  method: "DELETE",
  path: "/connections/{id}",
  summary: "Removes a connection that no registry uses, with its credentials, and revokes them where it can",
  permission: "connection:write",
  status: 204,
});

export const checkConnectionOperation = operation({
  id: "checkConnection",
  method: "POST",
  path: "/connections/{id}/check",
  summary: "Goes through the check list now; each line comes with its remedy",
  permission: "connection:write",
  answer: pageOf(check),
  status: 200,
});

export const listLocationsOperation = operation({
  id: "listLocations",
  method: "GET",
  path: "/connections/{id}/locations",
  summary: "Data sources, tables, or spreadsheets with their tabs; or what a new one can be made in",
  permission: "connection:read",
  query: z.strictObject({
    kind: z
      .enum(["place", "parent"])
      .default("place")
      .describe("parent: pages, schemas or spreadsheets in which POST here makes a place"),
    query: searchText.describe("Part of the name; for Google also a spreadsheet's id or URL"),
  }),
  answer: pageOf(location),
  status: 200,
});

export const listLocationFieldsOperation = operation({
  id: "listLocationFields",
  method: "GET",
  path: "/connections/{id}/locations/{locationId}/fields",
  summary: "The fields of a place as they are now, and what keeps it from being synced",
  permission: "connection:read",
  query: z.strictObject({
    query: searchText.describe("The query that the location was found with, where it is not listed without"),
  }),
  answer: locationFields,
  status: 200,
});
