import { z } from "zod";
import { addPlaceFieldsInput, createPlaceInput } from "@/lib/services/connections/place-input";
import { operation } from "../operation";
import { location, sideField } from "./connections";

const madePlace = location.omit({ mayEdit: true }).extend({
  isNew: z.boolean().describe("False: the same call had made it before"),
  fields: z.array(sideField).describe("As the system has made them"),
});

const addedFields = z.object({
  added: z.array(z.string()).describe("Names of the fields that the place lacked"),
  fields: z.array(sideField),
});

export const placeViews = { MadePlace: madePlace, AddedFields: addedFields };

export const createPlaceOperation = operation({
  id: "createPlace",
  method: "POST",
  path: "/connections/{id}/locations",
  summary: "Makes a data source, table or tab with these fields; one that is there is never touched",
  permission: "registry:write",
  body: createPlaceInput,
  answer: madePlace,
  status: 201,
  example: {
    parent: { schema: "public" },
    title: "vendors",
    key: ["Vendor number"],
    fields: [
      { name: "Vendor number", type: "text" },
      { name: "Status", type: "select", options: ["Requested", "Approved"] },
    ],
  },
});

export const addPlaceFieldsOperation = operation({
  id: "addPlaceFields",
  method: "POST",
  path: "/connections/{id}/fields",
  summary: "Adds to a place the fields that it lacks by name",
  permission: "registry:write",
  body: addPlaceFieldsInput,
  answer: addedFields,
  status: 200,
  example: {
    location: { schema: "public", table: "vendors" },
    fields: [{ name: "Website", type: "text" }],
  },
});

export const placeOperations = [createPlaceOperation, addPlaceFieldsOperation] as const;
