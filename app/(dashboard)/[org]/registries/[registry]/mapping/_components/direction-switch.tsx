import clsx from "clsx";
import { ArrowLeft, ArrowLeftRight, ArrowRight } from "lucide-react";
import { useId } from "react";
import { directionWord } from "@/lib/format/cell";
import type { Direction } from "./mapping-draft";

const ARROWS = { both: ArrowLeftRight, in: ArrowLeft, out: ArrowRight } as const;

interface Props {
  /** Field and side, for those who do not see the table. */
  readonly of: string;
  readonly value: Direction;
  /** Why the side's column cannot be written; null = it can. */
  readonly readOnlyBecause: string | null;
  readonly onChange: (direction: Direction) => void;
}

/** Which way the values of a mapped field go: three radio buttons that look like one switch. */
export function DirectionSwitch({ of, value, readOnlyBecause, onChange }: Props) {
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-[7px] border border-line-strong bg-sunken p-px">
      <legend className="sr-only">Direction of {of}</legend>
      {(["both", "in", "out"] as const).map((direction) => {
        const Arrow = ARROWS[direction];
        const isDisabled = readOnlyBecause !== null && direction !== "in" && direction !== value;
        const word = directionWord(direction);
        return (
          <label
            key={direction}
            title={isDisabled ? `${word}: ${readOnlyBecause}` : word}
            className={clsx(
              "relative grid h-6 w-7 place-items-center rounded-[6px] has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent",
              value === direction
                ? "bg-picked text-accent shadow-card contrasted:outline-1 contrasted:outline-line-strong"
                : "text-ink-faint",
              isDisabled ? "cursor-not-allowed opacity-40" : "cursor-pointer hover:text-ink",
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              aria-label={word}
              checked={value === direction}
              disabled={isDisabled}
              onChange={() => onChange(direction)}
            />
            <Arrow size={14} aria-hidden />
          </label>
        );
      })}
    </fieldset>
  );
}
