import fs from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { isPlainHost } from "./host";
import { parseConnectionString } from "./parse-connection-string";

const PASSWORD = "s3cret-pass";

/** Hosts that are paths, lists, numbers for addresses, or something else than one plain name or address. */
const HOSTS = [
  "/var/run/postgresql",
  "//var/run/postgresql",
  "%2Fvar%2Frun%2Fpostgresql",
  "%2fvar%2frun",
  "@abstract",
  "%40abstract",
  "./run",
  "..",
  "~",
  "\\\\server\\share",
  "C:",
  "db.example.com,127.0.0.1",
  "db.example.com:5432,127.0.0.1:5432",
  ",db.example.com",
  "db.example.com;127.0.0.1",
  "db.example.com|id",
  "$(id)",
  "`id`",
  "$PGHOST",
  "*",
  "0",
  "00",
  "127",
  "1.1",
  "127.1",
  "127.0.1",
  "127.00.0.1",
  "127.0.0.01",
  "0127.0.0.1",
  "0177.0.0.1",
  "0x7f.0.0.1",
  "0x7f000001",
  "0X7F000001",
  "2130706433",
  "017700000001",
  "127.0.0.1.",
  "localhost.",
  "127.0.0.256",
  "127.0.0.0.1",
  "1.2.3.0x4",
  "db.0",
  "db.0x1",
  "[127.0.0.1]",
  "[localhost]",
  "[]",
  "[::1",
  "::1]",
  "::1",
  "[::1]x",
  "[::1%25lo]",
  "[::1%lo]",
  "[fe80::1%25eth0]",
  "[::ffff:127.0.0.1.]",
  "[::ffff:0x7f.1]",
  "[1::2::3]",
  "[12345::]",
  "[::g]",
  "db_.-example.com",
  "-db.example.com",
  "db-.example.com",
  "db..example.com",
  ".db.example.com",
  `${"a".repeat(64)}.example.com`,
  `${"a.".repeat(130)}com`,
  "b\u00fccher.example",
  "\uff11\uff12\uff17.0.0.1",
  "127\u30020\u30020\u30021",
  "127\uff0e0\uff0e0\uff0e1",
  "loc\u00adalhost",
  "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",
  "db\u200b.example.com",
  "\u202edb.example.com",
  "%6c%6f%63alhost",
  "local%00host",
  "db.example.com%00.evil",
  "db.example.com%0a",
  "db.example.com\t",
  "db\n.example.com",
];

/** Parameters that libpq or a driver knows and that would lead elsewhere, read our files or change the session. */
const PARAMETERS = [
  "host=127.0.0.1",
  "host=/tmp",
  "Host=127.0.0.1",
  "host%20=127.0.0.1",
  "hostaddr=127.0.0.1",
  "port=1",
  "dbname=other",
  "database=other",
  "db=other",
  "user=postgres",
  "password=x",
  "passfile=/etc/passwd",
  "service=ours",
  "servicefile=/etc/passwd",
  "sslrootcert=/etc/passwd",
  "sslrootcert=/dev/zero",
  "sslrootcert=/dev/stdin",
  "sslcert=/proc/self/environ",
  "sslkey=/proc/self/environ",
  "sslcrl=/etc/passwd",
  "sslcrldir=/etc",
  "sslpassword=x",
  "sslcompression=1",
  "sslsni=0",
  "sslcertmode=disable",
  "ssl=no-verify",
  "ssl=0",
  "sslnegotiation=direct",
  "ssl_min_protocol_version=TLSv1",
  "ssl_max_protocol_version=TLSv1",
  "sslmode=no-verify",
  "sslmode=allow",
  "sslmode=DISABLE",
  "sslmode=disable&sslmode=verify-full",
  "sslmode=verify-full%00",
  "gssencmode=require",
  "gsslib=gssapi",
  "krbsrvname=x",
  "gssdelegation=1",
  "requirepeer=postgres",
  "require_auth=none",
  "channel_binding=no",
  "scram_client_key=x",
  "scram_server_key=x",
  "target_session_attrs=any",
  "load_balance_hosts=random",
  "options=-c%20search_path%3Devil",
  "options=--session_authorization%3Dpostgres",
  "replication=database",
  "application_name=x",
  "fallback_application_name=x",
  "client_encoding=SQL_ASCII",
  "connect_timeout=0",
  "keepalives=0",
  "tcp_user_timeout=0",
  "statement_timeout=0",
  "query_timeout=0",
  "lock_timeout=0",
  "idle_in_transaction_session_timeout=0",
  "encoding=utf8",
  "stream=x",
  "types=x",
  "binary=true",
  "scramMaxIterations=0",
  "uselibpqcompat=true",
  "oauth_issuer=http%3A%2F%2F169.254.169.254",
  "oauth_client_id=x",
  "pgbouncer=true",
  "schema=public",
  "sslidentity=/etc/passwd",
  "__proto__=x",
  "__proto__[host]=127.0.0.1",
  "constructor.prototype.host=127.0.0.1",
  "=",
  "&host=127.0.0.1",
  "sslmode=require;host=127.0.0.1",
];

const STRINGS = [
  ...HOSTS.map((host) => `postgres://user:${PASSWORD}@${host}/app`),
  ...PARAMETERS.map((parameter) => `postgres://user:${PASSWORD}@db.example.com/app?${parameter}`),
];

afterEach(() => {
  vi.restoreAllMocks();
});

describe("connection strings that lead elsewhere", () => {
  it("are many", () => expect(new Set(STRINGS).size).toBeGreaterThanOrEqual(150));

  it.each(STRINGS)("%j is refused, without its password, before any file is touched", (string) => {
    const opened = (["readFileSync", "openSync", "statSync", "readFile", "open", "stat"] as const).map(
      (name) => vi.spyOn(fs, name),
    );
    let thrown: unknown;
    try {
      parseConnectionString(string);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ kind: "invalid-input", message: expect.stringMatching(/\w/) });
    expect(JSON.stringify([String(thrown), thrown])).not.toContain(PASSWORD);
    for (const spy of opened) expect(spy).not.toHaveBeenCalled();
  });
});

describe("any text at all", () => {
  it("is refused by name, or is one plain host and one port", { timeout: 60_000 }, () => {
    let state = 19;
    const roll = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const good = `postgres://user:${PASSWORD}@db.example.com:5432/app?sslmode=require`;
    const seeds = [...STRINGS, good, good, good, "postgres://u:p@[2001:db8::1]/d", "postgresql://a:b@h/d"];
    const pieces = [
      "@",
      ":",
      "/",
      "?",
      "&",
      "=",
      "#",
      "%",
      "%00",
      "[",
      "]",
      ",",
      " ",
      "\\",
      "\0",
      "\u{1F600}",
      "0x",
      "1",
    ];
    const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
    let taken = 0;
    for (let at = 0; at < 100_000; at += 1) {
      let text = pick(seeds);
      for (let change = roll(3); change > 0; change -= 1) {
        const place = roll(text.length + 1);
        text = text.slice(0, place) + pick(pieces) + text.slice(place + roll(3));
      }
      try {
        const { host, port } = parseConnectionString(text);
        taken += 1;
        if (!isPlainHost(host) || !Number.isInteger(port) || port < 1 || port > 65_535)
          expect.fail(`${text} gave ${host}:${port}`);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    }
    expect(taken).toBeGreaterThan(1_000);
  });
});
