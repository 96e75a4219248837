import { demoToShow } from "../scripts/gallery/demo-to-show";
import { MOST_SCRIPT_BYTES } from "./document-scripts";
import { atMost, type Figure, median } from "./figure";
import { runPart } from "./part";
import type { PageLine, PagesInput } from "./parts/pages";

const MOST_LCP_MS = 1_500;
const LOADS = 3;

export const pages = {
  about:
    "what each screen loads of JavaScript, and when the largest part of it is seen (a demo's production build)",
  run,
};

async function run({ signal }: { readonly signal: AbortSignal }): Promise<readonly Figure[]> {
  const { ready, stop } = await demoToShow("bench-demo");
  try {
    const input = { ready, loads: LOADS };
    const lines = await runPart<PagesInput, readonly PageLine[]>("pages", input, { signal });
    return lines.flatMap(figuresOf);
  } finally {
    await stop();
  }
}

const figuresOf = ({ name, scriptBytes, paintedMs }: PageLine): Figure[] => [
  atMost(`${name}: JavaScript, gzip`, scriptBytes / 1_000, [MOST_SCRIPT_BYTES / 1_000, "KB"]),
  atMost(`${name}: largest contentful paint`, median(paintedMs), [MOST_LCP_MS, "ms"]),
];
