import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { Value } from "@/lib/engine/value";
import { readLine } from "../page-cursor";
import type { ListPage } from "../runs/browse-runs";
import type { AskedKey, DraftField, KEY_GROUPS } from "./draft-input";
import type { KeyRow } from "./draft-view";
import { type AskedFor, fateOf, type KeyedSide, type KeyHolders, keyTable, shownKey } from "./key-result";
import { askedFor, fieldsOf, keyedSides, unmappedPart } from "./key-sides";
import { type Draft, requireDraft } from "./stored-draft";
import { type SurveyedRecord, surveyedRows } from "./surveyed-rows";

const PAGE = 50;

export interface AskedRows extends AskedKey {
  readonly of: (typeof KEY_GROUPS)[number];
  /** Left out: of every side. */
  readonly side?: string | undefined;
  readonly cursor: string | null;
}

/** The records behind a number of the key's result, a page at a time, in the order in which they were read. */
export async function listKeyRows(
  caller: Caller,
  id: string,
  { of, side, cursor, ...given }: AskedRows,
): Promise<ListPage<KeyRow>> {
  authorize(caller, "registry:read");
  const from = readLine(cursor) + 1;
  const draft = await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  const asked = askedFor(draft, given);
  if (asked.fields.length === 0 || unmappedPart(draft, asked.fields)) return { data: [], nextCursor: null };
  const { organizationId } = caller;
  const surveyed = await surveyedRows(organizationId, draft, fieldsOf(draft, asked.fields));
  if (!surveyed.ok) return { data: [], nextCursor: null };
  const groups = groupsOf(keyedSides(draft, surveyed.sides, asked), asked, { of, side });
  const page = groups.slice(from, from + PAGE);
  return {
    data: await rowsOf(organizationId, draft, page, asked.fields),
    nextCursor: groups.length > from + PAGE ? String(from + PAGE - 1) : null,
  };
}

/** The holders of each key of the group. */
function groupsOf(
  sides: readonly KeyedSide[],
  asked: AskedFor,
  { of, side }: Pick<AskedRows, "of" | "side">,
): KeyHolders[] {
  const { holders, keyless } = keyTable(sides, asked);
  if (of === "empty")
    return sides
      .filter(({ ref }) => side === undefined || side === ref)
      .flatMap(({ ref }) => (keyless.get(ref) ?? []).map((at) => [{ side: ref, at: [at] }]));
  const isOfSide = (has: KeyHolders[number]): boolean => side === undefined || has.side === side;
  return [...holders.values()].filter((each) => {
    if (of === "not-unique") return each.some((has) => has.at.length > 1 && isOfSide(has));
    const fate = fateOf(each, sides);
    if (of !== "only") return fate === of;
    return (fate === "only" || (fate === "left" && each.length === 1)) && each.some(isOfSide);
  });
}

/** Records of one key that are shown; of a key that a whole column repeats nobody wants all. */
const SHOWN_OF_EACH = 10;

async function rowsOf(
  organizationId: string,
  draft: Draft,
  groups: readonly KeyHolders[],
  key: readonly string[],
): Promise<KeyRow[]> {
  const ordinals = new Map<string, number[]>();
  for (const { side, at } of groups.flat())
    ordinals.set(side, [...(ordinals.get(side) ?? []), ...at.slice(0, SHOWN_OF_EACH)]);
  const { fields } = draft.body;
  const surveyed = await surveyedRows(organizationId, draft, fields, ordinals);
  if (!surveyed.ok) return [];
  const found = new Map(
    surveyed.sides.flatMap(({ side, records }) =>
      records.map((record) => [`${side.ref} ${record.at}`, record] as const),
    ),
  );
  return groups.map((holders) => {
    const records = holders.flatMap(({ side, at }) =>
      at.slice(0, SHOWN_OF_EACH).flatMap((ordinal) => {
        const record = found.get(`${side} ${ordinal}`);
        return record ? [{ side, record }] : [];
      }),
    );
    const [first] = records;
    return {
      key: first ? shownKey(first.record, key) : null,
      records: records.map(({ side, record }) => ({
        side,
        at: record.at + 1,
        cells: cellsOf(record, fields),
      })),
    };
  });
}

/** By field name; a cell that cannot be read as its field's type is shown as the side has it. */
const cellsOf = (record: SurveyedRecord, fields: readonly DraftField[]): Record<string, Value> =>
  Object.fromEntries(
    fields.flatMap(({ ref, name }) => {
      const cell = record.shown(ref);
      return cell ? [[name, cell.ok ? cell.value : cell.usual] as const] : [];
    }),
  );
