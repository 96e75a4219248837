import clsx from "clsx";
import { Chip } from "@/components/ui/chip";
import type { ComponentView, DayView } from "@/lib/services/status/status-view";
import { availableWord, COMPONENT_WORDS, stateWord } from "./status-words";

const TONES = { up: "good", degraded: "warn", down: "bad" } as const;

const HEIGHTS = {
  up: "h-7 bg-good",
  degraded: "h-7 bg-warn",
  down: "h-7 bg-bad",
  none: "h-2 bg-line-strong",
} as const;

/** One component: how it does now, and a bar for each of 90 days. */
export function ComponentLine({
  component: { component, state, days, available },
}: {
  readonly component: ComponentView;
}) {
  const { word, what } = COMPONENT_WORDS[component];
  const bad = days.filter((day) => day.state === "degraded" || day.state === "down");
  return (
    <li className="px-5 py-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="font-medium">{word}</h2>
        <p className="mr-auto text-ink-soft">{what}</p>
        <Chip tone={state === null ? "calm" : TONES[state]} word={stateWord(state)} />
      </div>
      <div aria-hidden className="mt-3 flex h-7 items-end gap-px">
        {days.map((day) => (
          <span
            key={day.day}
            title={dayWords(day)}
            className={clsx("min-w-0 flex-1 rounded-[1px]", HEIGHTS[day.state ?? "none"])}
          />
        ))}
      </div>
      <p className="mt-1.5 flex justify-between text-small text-ink-soft">
        <span>90 days ago</span>
        <span className="tabular-nums">
          {available === null ? "Nothing was sampled" : `${availableWord(available)} of what was sampled`}
        </span>
        <span>today</span>
      </p>
      {bad.length > 0 && (
        <ul className="sr-only">
          {bad.map((day) => (
            <li key={day.day}>{dayWords(day)}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

const dayWords = ({ day, state, available }: DayView): string =>
  state === null ? `${day}: no data` : `${day}: ${stateWord(state)}, ${availableWord(available)}`;
