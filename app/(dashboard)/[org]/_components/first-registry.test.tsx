import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import type { DraftSummary } from "@/lib/services/drafts/draft-view";
import { FirstRegistry } from "./first-registry";

vi.mock("../registries/new/_components/pair-tiles", () => ({ PairTiles: () => null }));

const draft = (id: string, name: string) => ({ id, name, step: "map" }) as DraftSummary;
const shown = (mayBegin: boolean, drafts: readonly DraftSummary[]) =>
  renderToStaticMarkup(<FirstRegistry org="org_1" templates={[]} drafts={drafts} mayBegin={mayBegin} />);

test("the newest drafts are gone on with from here, by those who may", () => {
  const drafts = ["Units", "Leases", "Vendors", "Cases"].map((name, at) => draft(`drf_${at}`, name));
  const screen = shown(true, drafts);
  expect(screen).toContain('href="/org_1/registries/new/drf_0/map"');
  expect(screen.match(/Go on with \w+/g)).toEqual([
    "Go on with Units",
    "Go on with Leases",
    "Go on with Vendors",
  ]);
  expect(shown(false, drafts)).not.toContain("Go on");
  expect(shown(true, [])).not.toContain("Go on");
});
