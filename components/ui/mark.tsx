"use client";

/** The product's mark: two sides around, equal in the middle. */
export function Mark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" className="shrink-0">
      <rect width="24" height="24" rx="6" className="fill-primary" />
      <g strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round">
        <path
          d="M16.6 8.6A5.4 5.4 0 0 0 6.9 10M7.4 15.4A5.4 5.4 0 0 0 17.1 14"
          className="stroke-primary-ink"
        />
        <path d="m9.6 12 1.7 1.7 3.1-3.3" className="stroke-primary-ink" />
      </g>
    </svg>
  );
}
