"use client";

import { kindWord } from "@/lib/format/setting";

interface Props {
  /** Of a side or of a connection. */
  readonly kind: string;
  readonly size?: number;
  /** False where the name stands beside it. */
  readonly isNamed?: boolean;
}

/** A system's sign: the same everywhere a side or connection is shown. */
export function KindIcon({ kind, size = 18, isNamed = false }: Props) {
  const name = kindWord(kind);
  const label = isNamed ? {} : { role: "img", "aria-label": name, title: name };
  return (
    <span className="inline-flex shrink-0" {...label}>
      <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
        {glyph(kind)}
      </svg>
    </span>
  );
}

function glyph(kind: string) {
  switch (kind) {
    case "notion":
      return (
        <>
          <rect
            x="1.75"
            y="1.75"
            width="16.5"
            height="16.5"
            rx="3.5"
            className="fill-surface stroke-ink"
            strokeWidth="1.5"
          />
          <path
            d="M7 13.8V6.4l6 7.3V6.2"
            className="stroke-ink"
            strokeWidth="1.7"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      );
    case "postgres":
      return (
        <g stroke="#4a7ba7" strokeWidth="1.5" fill="#4a7ba7" fillOpacity="0.16">
          <path d="M3 5v10c0 1.5 3.1 2.75 7 2.75s7-1.25 7-2.75V5" />
          <path d="M3 10c0 1.5 3.1 2.75 7 2.75S17 11.5 17 10" fill="none" />
          <ellipse cx="10" cy="5" rx="7" ry="2.75" />
        </g>
      );
    default:
      return (
        <g stroke="#2d9b63" strokeWidth="1.5" strokeLinejoin="round">
          <path
            d="M4.5 1.75h7.25L16 6v11.5a.75.75 0 0 1-.75.75H4.75a.75.75 0 0 1-.75-.75v-15c0-.4.2-.75.5-.75Z"
            fill="#2d9b63"
            fillOpacity="0.14"
          />
          <path d="M6.75 9.25h6.5v5.5h-6.5zM6.75 12h6.5M10 9.25v5.5" strokeWidth="1.25" />
        </g>
      );
  }
}
