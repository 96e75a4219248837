"use client";

import "./globals.css";
import { BROKEN, type BrokenPageProps } from "@/components/ui/broken-words";

/** In place of everything. Every document carries its script, so it is drawn without the parts that others are made of. */
export default function GlobalError({ error: { digest }, retry }: BrokenPageProps) {
  return (
    <html lang="en">
      <body>
        <title>ChittySync</title>
        <main className="p-8">
          <div role="alert" className="max-w-xl rounded-card border border-bad/30 bg-bad-soft px-3.5 py-3">
            <p className="font-medium">{BROKEN.title}</p>
            <p className="mt-0.5 text-ink-soft">{BROKEN.remedy}</p>
            {digest !== undefined && <p className="mt-2 text-ink-soft">Error id {digest}</p>}
            <button
              type="button"
              onClick={retry}
              className="mt-3 rounded-control border border-line-strong bg-surface px-2.5 py-1 font-medium hover:bg-sunken"
            >
              Try again
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
