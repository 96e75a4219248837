import type { Connector, WaysOut } from "../connector";
import { checkConnection } from "./check";
import { openGoogleClient } from "./client";
import type { GoogleCredentials, GoogleOptions } from "./config";
import { addFields, createPlace } from "./create-tab";
import { appErrorOf } from "./failure";
import { findLocations } from "./locations";
import { parentSpreadsheets } from "./parent-spreadsheets";
import { SheetSide } from "./side";

/**
 * Opens a Google account or service account. Nothing is sent until it is asked for something; access tokens
 * are kept in memory for as long as the connector is.
 */
export function openGoogleSheets(
  credentials: GoogleCredentials,
  out: WaysOut,
  options: GoogleOptions,
): Connector {
  const client = openGoogleClient(credentials, out.fetch, options);
  const owner = { isService: "serviceAccount" in credentials };
  return {
    kind: "google-sheets",
    check: () => checkConnection(client, credentials),
    account: async () => {
      const told = await client.about();
      if (!told.ok) throw appErrorOf(told.failure);
      return told.data && { id: told.data.id, name: told.data.email };
    },
    locations: (query) => findLocations(client, query),
    side: (config) => new SheetSide(client, config),
    places: {
      parents: (query) => parentSpreadsheets(client, query, owner),
      create: (place) => createPlace(client, place, owner),
      addFields: (address, fields) => addFields(client, address, fields),
    },
    close: async () => {},
  };
}
