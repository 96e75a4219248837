"use client";

import { ChevronDown, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import type { Action } from "../action";
import { ActionProblem } from "./action-problem";
import { buttonClass } from "./button";
import { Menu } from "./menu";
import { MenuItem } from "./menu-lines";
import { useAction } from "./use-action";

export interface ActionChoice {
  readonly word: string;
  /** Right of the word: how much it is about. */
  readonly end?: string;
  readonly action: Action;
}

interface Props {
  readonly look?: "primary" | "plain" | "quiet" | "danger";
  readonly icon: ReactNode;
  readonly label: string;
  readonly choices: readonly ActionChoice[];
  readonly onDone?: () => void;
}

/** One thing that can be done in several places: the button asks where, and does it there as an ActionButton would. */
export function ActionMenu({ look = "plain", icon, label, choices, onDone }: Props) {
  const { isPending, run, problem, forget } = useAction(onDone);
  return (
    <span className="relative inline-flex">
      <Menu
        align="end"
        trigger={
          <button type="button" disabled={isPending} className={buttonClass(look)}>
            {isPending ? <LoaderCircle size={14} aria-hidden className="animate-spin" /> : icon}
            {label}
            <ChevronDown size={14} aria-hidden />
          </button>
        }
      >
        {choices.map(({ word, end, action }) => (
          <MenuItem
            key={word}
            choose={() => run(action)}
            end={end && <span className="shrink-0 text-small text-ink-soft tabular-nums">{end}</span>}
          >
            {word}
          </MenuItem>
        ))}
      </Menu>
      <ActionProblem problem={problem} forget={forget} />
    </span>
  );
}
