import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Census, Found, Page, SideConfig, SideRecord } from "../connector";
import type { Tab } from "./tab";
import { type Progress, readWindow } from "./window-read";

const PROGRESS = z.strictObject({
  row: z.int().min(0),
  rows: z.int().min(0),
  header: z.string().max(100),
  windows: z.int().min(1),
  seen: z.int().min(0),
  due: z.int().min(0).default(0),
  keys: z.string().regex(/^[0-9a-f]{1,16}$/),
  gap: z.string().max(500).nullable(),
});

function progressOf(cursor: string | null): Progress | null {
  if (cursor === null) return null;
  try {
    return PROGRESS.parse(JSON.parse(cursor));
  } catch {
    throw new AppError("invalid-input", "This cursor does not belong to a Google Sheets read.");
  }
}

const censusOf = ({ gap, seen }: Progress): Census =>
  gap === null ? { complete: true, total: seen } : { complete: false, reason: gap };

/**
 * The next page: one window of rows, the whole tab if it is small. Costs one call, one more while the tab's
 * size is not known, and one more at the end of a read in several windows. Throws AppError.
 */
export async function readPage(tab: Tab, config: SideConfig, cursor: string | null): Promise<Page> {
  const before = tab.requests;
  const { rows, progress, last } = await readWindow(tab, config, progressOf(cursor));
  return {
    records: rows.flatMap(({ read }) => (read.kind === "record" ? [read.record] : [])),
    next: last ? null : JSON.stringify(progress),
    census: last ? censusOf(progress) : null,
    ...(last && progress.due > 0 && { nameless: progress.due }),
    requests: tab.requests - before,
  };
}

/** Looks records up by key in one read of the tab; a read with a gap proves no absence. */
export async function findRecords(
  tab: Tab,
  config: SideConfig,
  locators: readonly string[],
): Promise<readonly Found[]> {
  if (locators.length === 0) return [];
  const wanted = new Map<string, SideRecord[]>(locators.map((locator) => [locator, []]));
  let progress: Progress | null = null;
  for (let last = false; !last; ) {
    const window = await readWindow(tab, config, progress);
    for (const { read } of window.rows) {
      if (read.kind === "record") wanted.get(read.record.locator)?.push(read.record);
    }
    ({ progress, last } = window);
  }
  return locators.map((locator): Found => {
    const [record, twin] = wanted.get(locator) ?? [];
    if (twin) return { locator, state: "unknown", reason: "several rows have this key or id" };
    if (record) return { locator, state: "present", record };
    const gap = progress?.gap ?? null;
    return gap === null ? { locator, state: "absent" } : { locator, state: "unknown", reason: gap };
  });
}
