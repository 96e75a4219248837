import { inputClass } from "@/components/ui/input";
import type { Choice } from "@/lib/format/choices";
import { Setting } from "./setting";

interface Props<T extends string> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
}

/** A setting with a few choices; the hint says what the chosen one means. */
export function Choose<T extends string>({ label, choices, value, onChoose }: Props<T>) {
  return (
    <Setting label={label} hint={choices.find((choice) => choice.value === value)?.meaning}>
      {(ids) => (
        <select
          {...ids}
          value={value}
          onChange={(event) => onChoose(event.target.value as T)}
          className={inputClass("w-full max-w-80")}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.word}
            </option>
          ))}
        </select>
      )}
    </Setting>
  );
}
