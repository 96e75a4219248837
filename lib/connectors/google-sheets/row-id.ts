import { createHash } from "node:crypto";

/**
 * The text of an id cell: `<id>` or `<id>.<check>`.
 *
 * The id is made of the key that the row has when it is given one and of the count of our writes to the tab, so
 * whoever reads the row before it is written comes to the same id, and no later row to that of an earlier one.
 * The check is the hash of the key that the row had when we last wrote the cell: with it a copied row can be told
 * from the one it was copied from, and ids that were left behind by a sort show themselves. While the key is the
 * first one the id says it already, and the check is left out.
 */
const CELL = /^([a-z2-7]{12})-([0-9a-z]{1,11}(?:-[0-9a-z]{1,6})?)(?:\.([a-z2-7]{12}))?$/;

/** What people read above the ids; by it the column is found again where its mark is lost. */
export const ID_HEADER = "ChittySync id";

/** Whether the side's rows are to have ids, which its customer chose when the side was added. */
export const hasRowIds = (address: Readonly<Record<string, string | number>>): boolean =>
  address.rowIds === 1;

export interface RowId {
  readonly id: string;
  readonly check: string;
}

/** A key as ids and checks hold it: 60 bits. */
export function keyHash(key: string): string {
  const bytes = createHash("sha256").update(key).digest();
  let bits = bytes.readBigUInt64BE() >> 4n;
  let text = "";
  for (let at = 0; at < 12; at += 1) {
    text += "abcdefghijklmnopqrstuvwxyz234567"[Number(bits & 31n)];
    bits >>= 5n;
  }
  return text;
}

/** The first id of this key that is not taken. */
export function newRowId(hash: string, generation: number, taken: { has(id: string): boolean }): string {
  const first = `${hash}-${generation.toString(36)}`;
  let id = first;
  for (let count = 1; taken.has(id); count += 1) id = `${first}-${count.toString(36)}`;
  return id;
}

export const idCellText = ({ id, check }: RowId): string => (id.startsWith(check) ? id : `${id}.${check}`);

/** What an id cell says; null if it holds no id of ours. */
export function rowIdOf(text: string): RowId | null {
  const found = CELL.exec(text);
  const [, hash, rest, check] = found ?? [];
  return hash === undefined ? null : { id: `${hash}-${rest}`, check: check ?? hash };
}
