import type { Pool } from "pg";

export interface WalPlace {
  readonly file: string;
  readonly offset: number;
}

/** Where the server's write-ahead log is now. */
export async function walPlace(admin: Pool): Promise<WalPlace> {
  const { rows } = await admin.query<WalPlace>(
    `select file_name as file, file_offset as "offset" from pg_walfile_name_offset(pg_current_wal_insert_lsn())`,
  );
  return rows[0] ?? { file: "", offset: 0 };
}
