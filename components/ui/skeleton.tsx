const LINES = ["w-2/5", "w-1/3", "w-1/2", "w-1/4", "w-5/12", "w-1/3", "w-2/5", "w-1/4"].map((width, id) => ({
  id,
  width,
}));

/** The shape of a list that is being fetched. */
export function Skeleton({ lines = 6 }: { readonly lines?: number }) {
  return (
    <div role="status" aria-label="Loading" className="card divide-y divide-line">
      {LINES.slice(0, lines).map(({ id, width }) => (
        <div key={id} className="flex items-center gap-4 px-4 py-3.5">
          <span className={`h-3 animate-pulse rounded bg-calm-soft ${width}`} />
          <span className="ml-auto h-3 w-16 animate-pulse rounded bg-calm-soft" />
        </div>
      ))}
    </div>
  );
}

/** The same for a page with its title. */
export function PageSkeleton() {
  return (
    <div>
      <div className="mb-6 h-6 w-44 animate-pulse rounded bg-calm-soft" />
      <Skeleton />
    </div>
  );
}
