import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/**
 * JSON documents by collection and id, kept in one SQLite file so that a kill -9 loses nothing that was
 * answered. `:memory:` for tests.
 */
export class Store {
  private readonly database: DatabaseSync;
  private readonly putOne: StatementSync;
  private readonly deleteOne: StatementSync;

  constructor(file: string) {
    if (file !== ":memory:") mkdirSync(path.dirname(file), { recursive: true });
    this.database = new DatabaseSync(file);
    this.database.exec(
      "pragma journal_mode = wal; pragma synchronous = normal;" +
        "create table if not exists document (collection text, id text, body text not null, primary key (collection, id)) without rowid",
    );
    this.putOne = this.database.prepare(
      "insert into document values (?, ?, ?) on conflict (collection, id) do update set body = excluded.body",
    );
    this.deleteOne = this.database.prepare("delete from document where collection = ? and id = ?");
  }

  /** Everything in a collection, ordered by id. */
  all<T>(collection: string): T[] {
    const rows = this.database
      .prepare("select body from document where collection = ? order by id")
      .all(collection);
    return rows.map((row) => JSON.parse(String(row.body)) as T);
  }

  put(collection: string, id: string, body: unknown): void {
    this.putOne.run(collection, id, JSON.stringify(body));
  }

  delete(collection: string, id: string): void {
    this.deleteOne.run(collection, id);
  }

  /** All of `work`'s writes or none of them. */
  atomically<T>(work: () => T): T {
    this.database.exec("begin immediate");
    try {
      const result = work();
      this.database.exec("commit");
      return result;
    } catch (error) {
      this.database.exec("rollback");
      throw error;
    }
  }

  close(): void {
    this.database.close();
  }
}
