import { uuidOf } from "@/lib/ids";
import type { Companies } from "../companies";
import type { World } from "../world";

/** Every text that our history and our conflict records hold of a company. */
export type Records = ReadonlyMap<string, ReadonlySet<string>>;

interface Line {
  readonly row_id: string;
  readonly key: string;
  readonly held: unknown;
}

export async function recordsOf(world: World, registry: Companies): Promise<Records> {
  const lines = await world.ours<Line>(
    `select row_id, key, cells as held from rows.row_version where registry_id = $1
     union all select row_id, key, detail from rows.conflict where registry_id = $1`,
    [uuidOf("reg", registry.id)],
  );
  const ofRow = new Map<string, Set<string>>();
  for (const { row_id, held } of lines) {
    const texts = ofRow.get(row_id) ?? new Set();
    collect(held, texts);
    ofRow.set(row_id, texts);
  }
  const found = new Map<string, Set<string>>();
  for (const { row_id, key } of lines) {
    const code = String((JSON.parse(key) as unknown[])[0]);
    const texts = found.get(code) ?? new Set();
    for (const text of ofRow.get(row_id) ?? []) texts.add(text);
    found.set(code, texts);
  }
  return found;
}

function collect(held: unknown, texts: Set<string>): void {
  if (Array.isArray(held)) texts.add([...held].sort().join(", "));
  if (typeof held === "object" && held !== null) for (const one of Object.values(held)) collect(one, texts);
  else texts.add(String(held ?? ""));
}
