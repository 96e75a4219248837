import clsx from "clsx";
import { Specimen, Specimens } from "./specimen";

const SWATCHES = [
  ...[
    "bg-canvas",
    "bg-rail",
    "bg-surface",
    "bg-raised",
    "bg-sunken",
    "bg-picked",
    "bg-line",
    "bg-line-strong",
  ],
  ...[
    "bg-edge",
    "bg-primary",
    "bg-accent",
    "bg-accent-soft",
    "bg-good",
    "bg-good-soft",
    "bg-warn",
    "bg-warn-soft",
  ],
  ...["bg-bad", "bg-bad-soft", "bg-stop", "bg-stop-soft", "bg-calm-soft"],
  ...["bg-series-1", "bg-series-2", "bg-series-3", "bg-series-4"],
];

const SIZES = [
  ["text-figure font-semibold", "figure: one number of a page"],
  ["text-title font-semibold", "title: the page's name"],
  ["text-lead font-semibold", "lead: a card's or a dialog's name"],
  ["text-body", "body: what is read"],
  ["text-control", "control: what is pressed"],
  ["text-small text-ink-soft", "small: what explains"],
  ["text-micro text-ink-faint", "micro: marks and counts"],
] as const;

const SPACES = [
  ["w-1", "1: within a control"],
  ["w-2", "2: between controls that belong together"],
  ["w-4", "4: within a card"],
  ["w-6", "6: between parts of a page"],
  ["w-10", "10: between strangers"],
] as const;

const RADII = [
  ["rounded-mark", "mark"],
  ["rounded-control", "control"],
  ["rounded-card", "card"],
  ["rounded-dialog", "dialog"],
] as const;

export function TokenSection() {
  return (
    <Specimens>
      <Specimen name="Colours">
        <ul className="grid grid-cols-3 gap-2 sm:grid-cols-4">
          {SWATCHES.map((swatch) => (
            <li key={swatch} className="text-micro text-ink-faint">
              <span className={clsx("mb-1 block h-8 rounded-control border", swatch)} />
              {swatch.slice(3)}
            </li>
          ))}
        </ul>
      </Specimen>
      <div className="space-y-6">
        <Specimen name="Type">
          {SIZES.map(([look, what]) => (
            <p key={look} className={clsx("py-0.5", look)}>
              {what}
            </p>
          ))}
          <p className="py-0.5 font-mono text-small">mono: ids, SQL, JSON</p>
        </Specimen>
        <Specimen name="Space">
          {SPACES.map(([width, what]) => (
            <p key={width} className="flex items-center gap-3 py-0.5">
              <span className={clsx("h-3 shrink-0 bg-accent", width)} />
              {what}
            </p>
          ))}
        </Specimen>
        <Specimen name="Radii">
          <div className="flex flex-wrap gap-3">
            {RADII.map(([radius, what]) => (
              <span
                key={radius}
                className={clsx("grid size-16 place-items-center border border-edge text-small", radius)}
              >
                {what}
              </span>
            ))}
          </div>
        </Specimen>
      </div>
    </Specimens>
  );
}
