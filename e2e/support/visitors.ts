import { randomBytes } from "node:crypto";
import pg from "pg";
import { ROLES } from "@/lib/auth/role";
import { tokenHash } from "@/lib/auth/token";
import { newUuid, uuidOf } from "@/lib/ids";
import type { Ready } from "./ready";

/** Somebody who asks the demo: as nobody, in a browser, or with a key. */
export interface Visitor {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What he shows to be let in; empty where it is nothing. */
  readonly secret: string;
}

/** One person of each role in the demo's organization, signed in, behind everybody's back. */
export class Visitors {
  private constructor(
    private readonly client: pg.Client,
    private readonly people: readonly string[],
    readonly all: readonly Visitor[],
  ) {}

  static async open({ databaseUrl, org, apiKey }: Ready): Promise<Visitors> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const organizationId = uuidOf("org", org);
    const people: string[] = [];
    const all: Visitor[] = [{ name: "nobody", headers: {}, secret: "" }];
    for (const role of ROLES) {
      const [id, secret] = [newUuid(), randomBytes(32).toString("base64url")];
      people.push(id);
      await client.query("begin");
      await client.query("select set_config('app.org', $1, true)", [organizationId]);
      await client.query("insert into person (id, email, name) values ($1, $2, $3)", [
        id,
        `${role}.${id}@example.com`,
        role,
      ]);
      await client.query("insert into member (organization_id, person_id, role) values ($1, $2, $3)", [
        organizationId,
        id,
        role,
      ]);
      await client.query(
        "insert into session (token_hash, person_id, expires_at) values ($1, $2, now() + interval '1 hour')",
        [tokenHash(secret), id],
      );
      await client.query("commit");
      all.push({ name: role, headers: { cookie: `chittysync_session=${secret}` }, secret });
    }
    all.push({ name: "key", headers: { authorization: `Bearer ${apiKey}` }, secret: apiKey });
    return new Visitors(client, people, all);
  }

  /** The text of every row of the demo's database that is the organization's or nobody's, by table. */
  async dump(org: string): Promise<{ readonly name: string; readonly bytes: Buffer }[]> {
    await this.client.query("begin");
    await this.client.query("select set_config('app.org', $1, true)", [uuidOf("org", org)]);
    const { rows: tables } = await this.client.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class where relkind in ('r', 'm')
          and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'`,
    );
    const dumped = [];
    for (const { name } of tables) {
      const { rows } = await this.client.query<{ text: string }>(
        `select coalesce(string_agg(t::text, e'\\n'), '') as text from ${name} t`,
      );
      dumped.push({ name: `table ${name}`, bytes: Buffer.from(rows[0]?.text ?? "") });
    }
    await this.client.query("commit");
    return dumped;
  }

  async close({ org }: Ready): Promise<void> {
    await this.client.query("begin");
    await this.client.query("select set_config('app.org', $1, true)", [uuidOf("org", org)]);
    for (const column of ["session", "member"])
      await this.client.query(`delete from ${column} where person_id = any($1)`, [this.people]);
    await this.client.query("delete from person where id = any($1)", [this.people]);
    await this.client.query("commit");
    await this.client.end();
  }
}
