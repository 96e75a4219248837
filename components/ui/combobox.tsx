"use client";

import { Command } from "cmdk";
import { Check, ChevronsUpDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { inputClass } from "./input";
import { Popover } from "./popover";

export interface Choice {
  readonly value: string;
  readonly word: string;
  /** A second line: where it lies, what type it is. */
  readonly detail?: string;
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
}

interface Props {
  readonly label: string;
  /** Null = nothing is chosen. */
  readonly value: string | null;
  readonly choices: readonly Choice[];
  readonly choose: (value: string) => void;
  readonly placeholder?: string;
  /** Said where nothing fits what is sought. */
  readonly none?: string;
  readonly isDisabled?: boolean;
}

/** One of many, found by typing. At most some hundred: let the server seek in more. */
export function Combobox(props: Props) {
  const {
    label,
    value,
    choices,
    choose,
    placeholder = "Choose…",
    none = "Nothing fits.",
    isDisabled,
  } = props;
  const [isOpen, setOpen] = useState(false);
  const chosen = choices.find((one) => one.value === value);
  return (
    <Popover
      label={label}
      isOpen={isOpen}
      setOpen={setOpen}
      className="w-(--radix-popover-trigger-width) min-w-64 p-0"
      trigger={
        <button
          type="button"
          aria-label={`${label}: ${chosen?.word ?? "nothing chosen"}`}
          disabled={isDisabled}
          className={inputClass("flex w-full items-center gap-2 text-left")}
        >
          {chosen?.icon}
          <span className={chosen ? "min-w-0 flex-1 truncate" : "flex-1 text-ink-faint"}>
            {chosen?.word ?? placeholder}
          </span>
          <ChevronsUpDown size={14} aria-hidden className="shrink-0 text-ink-faint" />
        </button>
      }
    >
      <Command label={label} loop>
        <Command.Input
          placeholder="Type to find"
          className="w-full border-b bg-transparent px-3.5 py-2.5 outline-none placeholder:text-ink-faint"
        />
        <Command.List className="max-h-72 overflow-y-auto p-1.5">
          <Command.Empty className="px-2.5 py-4 text-center text-ink-soft">{none}</Command.Empty>
          {choices.map((one) => (
            <Command.Item
              key={one.value}
              value={one.value}
              keywords={[one.word, one.detail ?? ""]}
              disabled={one.isDisabled ?? false}
              onSelect={() => {
                choose(one.value);
                setOpen(false);
              }}
              className="picked-line"
            >
              {one.icon}
              <span className="min-w-0 flex-1">
                <span className="block truncate">{one.word}</span>
                {one.detail && <span className="block truncate text-small text-ink-faint">{one.detail}</span>}
              </span>
              {one.value === value && <Check size={14} aria-hidden className="shrink-0" />}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  );
}
