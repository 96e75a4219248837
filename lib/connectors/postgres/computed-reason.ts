import type { Column } from "./introspect";

/** Why a computed column is not written. */
export const computedReason = ({ numbered }: Column): string =>
  numbered
    ? "The database numbers the rows in this column itself (GENERATED ALWAYS AS IDENTITY)."
    : "The database computes this column.";
