import type { Abilities } from "@/lib/connectors/connector";

/** What is sent together is begun one after another, until the turn is over: a record may be made so much later. */
const BEGUN_MS = 45_000;

/** For how long, after it was sent, a create may have made a record that its side does not show; 0 = not at all. */
export const unsureMs = ({ lookupLagMs }: Abilities): number =>
  lookupLagMs === 0 ? 0 : lookupLagMs + BEGUN_MS;
