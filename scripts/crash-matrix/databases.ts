import { randomBytes } from "node:crypto";
import pg from "pg";
import { urlWithDatabase, withClient } from "../postgres/roles.mjs";

/** A Postgres server on which databases may be made, and the roles of a `RunningPostgres` there. */
export interface MatrixServer {
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Gives this new, empty database all migrations. */
  readonly migrate: (name: string) => Promise<void>;
}

interface Table {
  readonly name: string;
  readonly copy: string;
  /** Those that are not computed, for an INSERT. */
  readonly columns: string;
}

/** Putting rows back leaves dead ones; this often they are cleared away. */
const VACUUM_EVERY = 40;

/** Our own database and a customer's, both of which can be put back to what they were. */
export class Databases {
  private theirTables: readonly string[] = [];
  private ourTables: readonly Table[] = [];
  private restored = 0;

  private constructor(
    private readonly server: MatrixServer,
    private readonly admin: pg.Client,
    readonly name: string,
    private readonly own: pg.Client,
    private readonly person: pg.Client,
  ) {}

  static async open(server: MatrixServer): Promise<Databases> {
    const admin = await connected(server.adminUrl);
    await dropLeftovers(admin);
    const name = `matrix_${process.pid}_${randomBytes(4).toString("hex")}`;
    await server.migrate(name);
    await admin.query(`create database ${name}_customer owner chittysync_owner`);
    const own = await connected(urlWithDatabase(server.adminUrl, name));
    const person = await connected(urlWithDatabase(server.ownerUrl, `${name}_customer`));
    return new Databases(server, admin, name, own, person);
  }

  get appUrl(): string {
    return urlWithDatabase(this.server.appUrl, this.name);
  }

  /** Of our own database, as the owner of its tables. */
  get ownerUrl(): string {
    return urlWithDatabase(this.server.ownerUrl, this.name);
  }

  /** Of the customer's database: the connection that the customer gives us. */
  get customerUrl(): string {
    return urlWithDatabase(this.server.ownerUrl, `${this.name}_customer`);
  }

  /** SQL in our own database, as its superuser. */
  async ours<T = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.own.query(text, [...values])).rows as T[];
  }

  /** SQL in the customer's database. */
  async theirs<T = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.person.query(text, [...values])).rows as T[];
  }

  /** Makes what stands now the state that `restore` goes back to: the rows of every table of ours, and of these of theirs. */
  async save(theirTables: readonly string[]): Promise<void> {
    for (const table of theirTables)
      await this.theirs(`create table saved.${table} as table public.${table}`);
    this.theirTables = theirTables;
    this.ourTables = await this.ours<Table>(
      `select format('%I.%I', schemaname, tablename) as name, format('saved.%I', schemaname || '_' || tablename) as copy,
              (select string_agg(quote_ident(attname), ', ') from pg_attribute
                where attrelid = format('%I.%I', schemaname, tablename)::regclass and attnum > 0 and not attisdropped
                  and attgenerated = '') as columns
         from pg_tables where schemaname in ('public', 'rows', 'ledger', 'jobs')`,
    );
    await this.ours("create schema saved");
    for (const { name, copy } of this.ourTables) await this.ours(`create table ${copy} as table ${name}`);
    // The log refuses to shrink in whatever role; here it may, for a session that says it replicates.
    await this.ours(
      "alter table ledger.entry enable trigger only_grows; alter table ledger.entry enable trigger never_emptied",
    );
    await this.ours("set session_replication_role = replica");
  }

  async restore(): Promise<void> {
    // Transactions that nobody will end hold locks.
    await this.ours(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = 'chittysync_app' and xact_start is not null`,
    );
    const back = ({ name, copy, columns }: Table) =>
      `delete from ${name}; insert into ${name} (${columns}) overriding system value select ${columns} from ${copy}`;
    const theirs = this.theirTables.map(
      (table) => `delete from public.${table}; insert into public.${table} select * from saved.${table}`,
    );
    await this.theirs(["begin", ...theirs, "commit"].join(";"));
    await this.ours(["begin", ...this.ourTables.map(back), "commit"].join(";"));
    this.restored += 1;
    if (this.restored % VACUUM_EVERY === 0) await Promise.all([this.ours("vacuum"), this.theirs("vacuum")]);
  }

  async close(): Promise<void> {
    await Promise.all([this.own.end(), this.person.end(), this.admin.end()]);
    await withClient(this.server.adminUrl, async (client: pg.Client) => {
      for (const name of [this.name, `${this.name}_customer`])
        await client.query(`drop database if exists ${name} with (force)`);
    });
  }
}

/** Databases of processes that are no more. */
async function dropLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    "select datname as name from pg_database where datname ~ '^matrix_[0-9]+_'",
  );
  for (const { name } of rows)
    if (!isAlive(Number(name.split("_")[1])))
      await admin.query(`drop database if exists ${name} with (force)`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: "crash-matrix" });
  client.on("error", () => {});
  await client.connect();
  return client;
}
