"use client";

import { useEffect, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { SAMPLE_LINES, SAMPLE_ROOT } from "@/lib/format/sample-log";
import { treeRoot } from "@/lib/format/tree-root";

/** Entries that may be changed: the reader's own browser finds it out. */
export function VerifyLog() {
  const [lines, setLines] = useState(SAMPLE_LINES);
  const [root, setRoot] = useState<string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void treeRoot(lines).then(
      (found) => isCurrent && setRoot(found),
      // Browsers hash for pages over https alone.
      () => isCurrent && setRoot(""),
    );
    return () => {
      isCurrent = false;
    };
  }, [lines]);
  const isWhole = root === SAMPLE_ROOT;
  return (
    <div className="card min-w-0">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <h3 className="mr-auto font-medium">Four entries of a log</h3>
        <span role="status">
          {root === null ? (
            <Chip tone="busy" word="Checking" />
          ) : root === "" ? (
            <Chip tone="calm" word="Not checked: this page is not served over https" />
          ) : (
            <Chip
              tone={isWhole ? "good" : "bad"}
              word={isWhole ? "Verified by your browser" : "Changed: the root differs"}
            />
          )}
        </span>
      </div>
      <ul className="divide-y divide-line">
        {SAMPLE_LINES.map((line, at) => (
          <li key={line} className="px-4 py-2.5">
            <textarea
              aria-label={`Entry ${at}`}
              rows={2}
              spellCheck={false}
              value={lines[at]}
              maxLength={2000}
              onChange={(event) =>
                setLines(lines.map((own, place) => (place === at ? event.target.value : own)))
              }
              className="block w-full resize-none rounded-mark bg-transparent font-mono text-micro text-ink-soft focus:text-ink"
            />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2 border-t px-4 py-3">
        <p className="min-w-0 flex-1 text-small text-ink-soft">
          Root <code className="font-mono break-all">{(root ?? "").slice(0, 16)}…</code> Change a letter
          above.
        </p>
        {!isWhole && root !== null && (
          <button type="button" onClick={() => setLines(SAMPLE_LINES)} className={buttonClass("plain")}>
            Put back
          </button>
        )}
      </div>
    </div>
  );
}
