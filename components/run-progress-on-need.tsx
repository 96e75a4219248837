"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import type { RunProgress } from "./run-progress";

// Fetched where a run is under way, which few pages are opened on.
const Drawing = lazy(() => import("./run-progress").then((module) => ({ default: module.RunProgress })));

/** RunProgress, for pages that mostly show what is over. */
export const RunProgressOnNeed = (props: ComponentProps<typeof RunProgress>) => (
  <Suspense>
    <Drawing {...props} />
  </Suspense>
);
