import { AppError } from "@/lib/errors";
import type { Session } from "./client";
import type { Table } from "./table";

/**
 * Views and foreign tables have no index, so a person names their key, and whether it tells rows apart only the rows
 * can say: false if one lacks a part of it, or shares it with another. A full pass.
 */
export async function namedKeyHolds(session: Session, table: Table): Promise<boolean> {
  const empty = table.keyColumnNames.map((name) => `${name} is null`).join(" or ");
  const rows = await session.query(
    `(select 1 from ${table.name} t where ${empty} limit 1) union all ` +
      `(select 1 from ${table.name} t group by ${table.keyList} having count(*) > 1 limit 1)`,
  );
  return rows.length === 0;
}

/** Throws connection-broken where rows could not be told apart; asked in the transaction that relies on it. */
export async function requireNamedKey(session: Session, table: Table): Promise<void> {
  if (await namedKeyHolds(session, table)) return;
  throw new AppError("connection-broken", "The chosen key is empty or not unique in some row of the view.", {
    remedy: "Choose a key that tells the view's rows apart, or change the view so that it does.",
  });
}
