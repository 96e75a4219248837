import { z } from "zod";
import { FIELD_TYPES } from "@/lib/engine/value";

const name = z.string().trim().min(1).max(100);
export const placeAddress = z.record(z.string().max(40), z.union([z.string().max(2000), z.number()]));

export const placeFieldInput = z.strictObject({
  name,
  type: z.enum(FIELD_TYPES),
  options: z
    .array(z.string().min(1).max(100))
    .max(100)
    .default([])
    .describe("The options, of a field that is chosen among some"),
  native: z
    .string()
    .max(60)
    .nullable()
    .default(null)
    .describe("The system's own type, where it is to be another than the usual one; templates name them"),
  relatesTo: placeAddress
    .nullable()
    .default(null)
    .describe("For relations: the location that it points at, on the same connection"),
});

/** A place that a connection's system is to make. */
export const createPlaceInput = z.strictObject({
  parent: placeAddress
    .default({})
    .describe(
      "The location of what it is made in, out of GET ...?kind=parent; for Google an empty one makes a spreadsheet",
    ),
  title: z.string().trim().min(1).max(100),
  fields: z.array(placeFieldInput).min(1).max(200),
  key: z.array(name).min(1).max(8).describe("Names of the fields that identify a row"),
});

export type CreatePlaceInput = z.infer<typeof createPlaceInput>;

export const addPlaceFieldsInput = z.strictObject({
  location: placeAddress.describe("A location of the connection, as the list of locations has it"),
  fields: z.array(placeFieldInput).min(1).max(200),
});

export type AddPlaceFieldsInput = z.infer<typeof addPlaceFieldsInput>;
