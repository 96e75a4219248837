"use client";

import { type KeyboardEvent, useRef } from "react";
import { useRowFocus } from "@/components/ui/use-row-focus";
import type { AttentionGroupView } from "@/lib/services/attention/attention-group";
import { AttentionLine } from "./attention-line";

interface Props {
  readonly groups: readonly AttentionGroupView[];
  /** The filter, which stays in the address of each. */
  readonly query: string;
  readonly open: string | null;
}

/** The causes, one line each; arrows or j and k go from one to the next, Enter opens one. */
export function AttentionList({ groups, query, open }: Props) {
  const box = useRef<HTMLUListElement>(null);
  const { focused, setFocused, step } = useRowFocus(box, groups.length);
  const press = (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).matches("[data-index]")) step(event);
  };
  if (groups.length === 0) return null;
  return (
    <ul
      ref={box}
      onKeyDown={press}
      aria-label="What waits"
      className="card divide-y divide-line overflow-hidden"
    >
      {groups.map((group, at) => (
        <li key={group.id}>
          <AttentionLine
            group={group}
            href={`?${query}${query && "&"}item=${encodeURIComponent(group.id)}`}
            at={at}
            isOpen={group.id === open}
            isReached={at === focused}
            reach={() => setFocused(at)}
          />
        </li>
      ))}
    </ul>
  );
}
