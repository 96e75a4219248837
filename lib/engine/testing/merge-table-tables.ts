import type { Table } from "./merge-table";
import { behind, core, first } from "./merge-table-core";
import { lossy, mixed, rights, sets } from "./merge-table-sides";

/** All of the merge table. SPEC.md says what is enumerated, and why the reductions are sound. */
export const TABLES: readonly Table[] = [core, behind, first, mixed, rights, lossy, sets];
