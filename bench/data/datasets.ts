import type { Dataset } from "./dataset";

export type DatasetName = "cities" | "members";

/** The dataset of this name. Loaded when it is asked for: a list of all cities is no part of a worker's memory. */
export async function datasetOf(name: DatasetName): Promise<Dataset> {
  return name === "cities" ? (await import("./cities")).cities : (await import("./members")).members;
}
