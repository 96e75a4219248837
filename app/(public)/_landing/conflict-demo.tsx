"use client";

import { useState } from "react";
import { inputClass } from "@/components/ui/input";
import { KindIcon } from "@/components/ui/kind-icon";
import type { Strategy } from "@/lib/engine/field";
import { kindWord } from "@/lib/format/setting";
import { BASE, decided, SIDES } from "./sample-conflict";

const CHOICES: readonly { readonly strategy: Strategy; readonly word: string }[] = [
  { strategy: "last-write-wins", word: "The last write wins" },
  { strategy: "authority", word: "Notion is the authority" },
  { strategy: "hash", word: "The hash decides, no clock" },
  { strategy: "manual", word: "A person decides" },
];

/** A conflict, decided by the engine itself in the reader's browser. */
export function ConflictDemo() {
  const [strategy, setStrategy] = useState<Strategy>("last-write-wins");
  const { winner } = decided(strategy);
  return (
    <div className="card min-w-0">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <h3 className="mr-auto font-medium">ACME-17 · Status</h3>
        <select
          aria-label="Strategy"
          value={strategy}
          onChange={(event) => setStrategy(event.target.value as Strategy)}
          className={inputClass()}
        >
          {CHOICES.map((choice) => (
            <option key={choice.strategy} value={choice.strategy}>
              {choice.word}
            </option>
          ))}
        </select>
      </div>
      <dl className="grid gap-px bg-line sm:grid-cols-3">
        <div className="bg-surface px-4 py-3">
          <dt className="text-small text-ink-soft">Before</dt>
          <dd className="mt-1">{BASE}</dd>
        </div>
        {SIDES.map(({ id, kind, value, who, at }) => (
          <div key={id} className="bg-surface px-4 py-3">
            <dt className="flex items-center gap-1.5 text-small text-ink-soft">
              <KindIcon kind={kind} size={13} /> {kindWord(kind)}, {who}, {at}
            </dt>
            <dd
              className={
                winner !== null && winner !== value ? "mt-1 text-ink-soft line-through" : "mt-1 font-medium"
              }
            >
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <p role="status" className="border-t px-4 py-3 text-ink-soft">
        {winner === null
          ? "Both sides stay as they are until somebody chooses. The row's other cells go on."
          : `${winner} goes everywhere. The other value is kept with who and when, and can be chosen later.`}
      </p>
    </div>
  );
}
