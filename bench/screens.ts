import { demoToShow } from "../scripts/gallery/demo-to-show";
import { atMost, type Figure, informative, percentile } from "./figure";
import { runPart } from "./part";
import type { FillInput, FillReport } from "./parts/fill";
import type { ScreenLine, ScreensInput } from "./parts/screens";

const ENTRIES = 1_000_000;
const WARM_UPS = 5;
const ASKED = 30;
const MOST_MS = 100;

export const screens = {
  about:
    "the server's time for each screen of an organization with 100,000 rows, 10,000 runs, 1,000,000 ledger entries",
  run,
};

/** Of a demo that it fills once and keeps; the demo whose ready file DEMO_READY_FILE names becomes as large. */
async function run({ signal }: { readonly signal: AbortSignal }): Promise<readonly Figure[]> {
  const { ready, stop } = await demoToShow("bench-screens-demo");
  try {
    const held = await runPart<FillInput, FillReport>("fill", { ready, entries: ENTRIES }, { signal });
    const input = { ready, warmUps: WARM_UPS, asked: ASKED };
    const lines = await runPart<ScreensInput, readonly ScreenLine[]>("screens", input, { signal });
    return [
      ...Object.entries(held).map(([what, count]) => informative(what, count, "")),
      ...lines.flatMap(figuresOf),
    ];
  } finally {
    await stop();
  }
}

const figuresOf = ({ name, tookMs }: ScreenLine): Figure[] => [
  informative(`${name}: median`, percentile(tookMs, 50), "ms"),
  atMost(`${name}: 95th percentile`, percentile(tookMs, 95), [MOST_MS, "ms"]),
  informative(`${name}: 99th percentile`, percentile(tookMs, 99), "ms"),
];
