import type { SideShape } from "../connector";
import { sideFieldOf } from "./native-types";
import type { Schema } from "./schema";

/** The data source as the mapping step shows it; what keeps it from being synced is a problem with its remedy. */
export function shapeOf(schema: Schema): SideShape {
  const properties = [...schema.properties.values()];
  const problems: { code: string; message: string; remedy: string }[] = [];
  if (schema.trashed) {
    problems.push({
      code: "in-trash",
      message: "The data source is in Notion's trash.",
      remedy: "Restore it in Notion, or choose another data source.",
    });
  }
  if (!properties.some((property) => property.native === "title")) {
    problems.push({
      code: "no-title",
      message: "The data source shows no title property.",
      remedy: "Check that the connection may see all its properties.",
    });
  }
  return { fields: properties.map(sideFieldOf), rowCount: null, problems };
}
