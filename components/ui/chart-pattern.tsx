import type { SeriesLook } from "./chart-series";

interface Props {
  readonly id: string;
  readonly look: SeriesLook;
}

/** Tells series apart where colours do not; to be filled with as `url(#id)`. */
export function ChartPattern({ id, look: { colour, pattern } }: Props) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" fill={colour} fillOpacity={pattern === "solid" ? 0.85 : 0.25} />
      {pattern === "stripes" && <path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke={colour} strokeWidth="1.4" />}
      {pattern === "dots" && <circle cx="3" cy="3" r="1.2" fill={colour} />}
      {pattern === "cross" && <path d="M0 3h6M3 0v6" stroke={colour} strokeWidth="1" />}
    </pattern>
  );
}
