import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { StateNotice } from "./state-notice";

const reason = "Prices no longer has the column mapped to Net.";
const restore = "Restore the column, or change the mapping.";
const registry = { id: "reg_1", state: "stopped", stateReason: reason } as RegistryView;
const run = (message: string, remedy: string | null) =>
  ({ status: "failed", decidedBy: null, error: { kind: "halted", message, remedy } }) as RunView;

const shown = (newest: RunView | null) =>
  renderToStaticMarkup(<StateNotice org="org_1" registry={registry} held={null} newest={newest} />);

test.each([
  [run(reason, restore), restore, true],
  [run(reason, "Share the sheet."), "Share the sheet.", false],
  [run(reason, null), "Nothing was lost.", false],
  [run("Another run failed.", restore), "Nothing was lost.", false],
  [null, "Nothing was lost.", false],
])("what stopped a registry is mended as its run says: %o", (newest, remedy, leadsToMapping) => {
  expect(shown(newest)).toContain(reason);
  expect(shown(newest)).toContain(remedy);
  expect(shown(newest).includes("/org_1/registries/reg_1/mapping")).toBe(leadsToMapping);
});
