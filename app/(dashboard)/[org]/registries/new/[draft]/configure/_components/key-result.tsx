"use client";

import clsx from "clsx";
import { formatCount } from "@/lib/format/count";
import type { KeyView } from "@/lib/services/drafts/draft-view";
import { KeyRows } from "./key-rows";
import { useSideNames } from "./use-side-names";

interface Props {
  readonly view: KeyView;
  /** Of the key before, until the new one's result is here. */
  readonly isOld: boolean;
}

/** What the key does with the rows that were read; each number opens to its rows. */
export function KeyResult({ view: { result, missing }, isOld }: Props) {
  const { shortName } = useSideNames();
  if (result === null)
    return (
      <p className="text-ink-soft">
        Not checked: {missing?.message} {missing?.remedy}
      </p>
    );
  const lines = result.sides.flatMap(({ side, only, notUnique, empty }) => [
    { of: "only" as const, side, count: only, word: `only in ${shortName(side)}`, isOdd: false },
    {
      ...{ of: "not-unique" as const, side, count: notUnique.keys, isOdd: true },
      word: `${notUnique.keys === 1 ? "key" : "keys"} not unique in ${shortName(side)}`,
    },
    { of: "empty" as const, side, count: empty, word: `without a key in ${shortName(side)}`, isOdd: true },
  ]);
  return (
    <div className={clsx("rounded-card border bg-sunken px-3.5 py-3", isOld && "opacity-60")}>
      <p className="font-medium">{result.message}</p>
      <ul className="mt-2 space-y-1">
        <li>
          <KeyRows of="matched" side={null} count={result.matched} isOdd={false}>
            <strong className="font-semibold tabular-nums">{formatCount(result.matched)}</strong> on every
            side
          </KeyRows>
        </li>
        {result.partly > 0 && (
          <li>
            <KeyRows of="partly" side={null} count={result.partly} isOdd={false}>
              <strong className="font-semibold tabular-nums">{formatCount(result.partly)}</strong> on several
              sides, not on all
            </KeyRows>
          </li>
        )}
        {lines
          .filter(({ count }) => count > 0)
          .map(({ of, side, count, word, isOdd }) => (
            <li key={`${of} ${side}`}>
              <KeyRows of={of} side={side} count={count} isOdd={isOdd}>
                <strong className="font-semibold tabular-nums">{formatCount(count)}</strong> {word}
              </KeyRows>
            </li>
          ))}
      </ul>
    </div>
  );
}
