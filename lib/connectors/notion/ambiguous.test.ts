import { type Loss, lostAnswers } from "../ambiguous.test-kit";
import type { WriteOperation } from "../connector";
import { sandboxPlace } from "./sandbox-place.test-kit";

/** Notion's index is behind, so a row that was just made is not found at once. */
const INDEX_LAG_MS = 20_000;

const CALLS: Readonly<Record<WriteOperation["op"], { readonly method: string; readonly path: string }>> = {
  create: { method: "POST", path: "^/v1/pages/?$" },
  update: { method: "PATCH", path: "^/v1/pages/[^/]+$" },
  delete: { method: "PATCH", path: "^/v1/pages/[^/]+$" },
};

lostAnswers("notion", async (layout) => {
  const place = await sandboxPlace(layout);
  const { control, clock, token } = place.sandbox;
  control("set-limits", { indexLagMs: INDEX_LAG_MS });
  let silent: { readonly method: string; readonly path: RegExp; after: number } | null = null;
  const impatient: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const { pathname } = new URL(String(input));
    if (silent === null || init?.method !== silent.method || !silent.path.test(pathname)) return answer;
    if (silent.after > 0) silent.after -= 1;
    else {
      silent = null;
      throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
    }
    return answer;
  };
  const lose = (loss: Loss, op: WriteOperation["op"], after: number) => {
    const { method, path } = CALLS[op];
    if (loss === "time-out") silent = { method, path: new RegExp(path), after };
    else control("fault", { kind: `${loss}-after`, match: { method, path }, afterRequests: after });
  };
  return {
    ...place,
    open: (config) => place.connect(token, impatient).side(config),
    lose,
    lost: () => silent === null && Number(control("pending-faults")) === 0,
    pass: (ms) => clock.advance(ms),
    effects: () => Number(control("counts").writes),
  };
});
