/** A row that lost its record on a side, or a record that belongs to no row; `rest` hashes its cells beside the key. */
export interface LostRow {
  readonly rowId: string;
  readonly rest: string;
}

export interface FreshRecord {
  readonly locator: string;
  readonly rest: string;
}

/**
 * On a side whose records are known by their key alone, a changed key looks like one row lost and one made.
 * Proposes those pairs that agree in every other cell and have no second candidate; they are held for a person,
 * neither deleted nor created meanwhile.
 */
export function proposeRenames(
  lost: readonly LostRow[],
  fresh: readonly FreshRecord[],
): readonly { readonly rowId: string; readonly locator: string }[] {
  const lostOnce = uniqueBy(lost);
  const freshOnce = uniqueBy(fresh);
  return [...lostOnce].flatMap(([rest, { rowId }]) => {
    const found = freshOnce.get(rest);
    return found === undefined ? [] : [{ rowId, locator: found.locator }];
  });
}

function uniqueBy<T extends { readonly rest: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  const unique = new Map<string, T>();
  const several = new Set<string>();
  for (const one of list) {
    if (unique.has(one.rest)) several.add(one.rest);
    unique.set(one.rest, one);
  }
  for (const rest of several) unique.delete(rest);
  return unique;
}
