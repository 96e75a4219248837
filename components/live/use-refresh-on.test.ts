import { expect, test, vi } from "vitest";
import { useRefreshOn as refreshOn } from "./use-refresh-on";

const asked: string[] = [];
const kept: { current: string | null } = { current: null };
vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: () => asked.push("server") }) }));
vi.mock("@tanstack/react-query", () => ({
  useQueryClient: () => ({ invalidateQueries: async () => asked.push("live") }),
}));
// Each call stands for a drawing: what is kept between drawings is kept here, and effects come at once.
vi.mock("react", () => ({
  useRef: (first: string) => {
    kept.current ??= first;
    return kept;
  },
  useEffect: (effect: () => void) => effect(),
}));

test("another sign has both asked for again, what the server drew and what is live; the same sign nothing", () => {
  for (const sign of ["run_1 running", "run_1 running"]) refreshOn(sign);
  expect(asked).toEqual([]);
  for (const sign of ["run_1 done", "run_1 done"]) refreshOn(sign);
  expect(asked.toSorted()).toEqual(["live", "server"]);
});
