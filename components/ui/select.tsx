import clsx from "clsx";
import type { ComponentProps } from "react";
import { inputClass } from "./input";

export interface Option {
  readonly value: string;
  readonly word: string;
  readonly isDisabled?: boolean;
}

interface Props extends ComponentProps<"select"> {
  readonly options: readonly Option[];
  /** Stands where nothing is chosen. */
  readonly placeholder?: string;
}

/**
 * One of up to some twenty words. The browser's own, so that a phone shows its wheel and every key works; where there
 * are more, or each needs a second line, take the combobox.
 */
export function Select({ options, placeholder, className, ...select }: Props) {
  return (
    <select {...select} className={clsx(inputClass(), className)}>
      {placeholder && (
        <option value="" disabled>
          {placeholder}
        </option>
      )}
      {options.map(({ value, word, isDisabled }) => (
        <option key={value} value={value} disabled={isDisabled}>
          {word}
        </option>
      ))}
    </select>
  );
}
