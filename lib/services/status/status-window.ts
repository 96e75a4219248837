export const SAMPLE_MINUTES = 5;
export const KEPT_DAYS = 90;
/** The target of the service: so much of a month. */
export const TARGET = 0.999;
