import { cities } from "./cities";
import type { Dataset } from "./dataset";
import { members } from "./members";

const DATASETS = { cities, members } as const;

export type DatasetName = keyof typeof DATASETS;

/** The dataset of this name: a part is told the name, for it is given plain data. */
export const datasetOf = (name: DatasetName): Dataset => DATASETS[name];
