interface Failed {
  readonly code?: unknown;
  /** Of Prisma: what Postgres said. */
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: unknown } } };
}

/** Postgres' word for why a statement failed, as `pg` or Prisma threw it; undefined where Postgres said none. */
export function postgresCode(thrown: unknown): unknown {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  const { code, meta } = thrown as Failed;
  return meta?.driverAdapterError?.cause?.originalCode ?? code;
}
