import fs from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { openPostgres } from "./connector";
import { parseConnectionString, targetFromFields } from "./parse-connection-string";

const PASSWORD = "s3cret-pass";
const BASE = `postgres://user:${PASSWORD}@db.example.com`;

/** Each with a word that the message must have, so that the reader learns what to mend. */
const REFUSED: readonly (readonly [string, RegExp])[] = [
  ["", /form/],
  ["db.example.com", /form/],
  [`mysql://user:${PASSWORD}@db.example.com/app`, /form/],
  [`http://user:${PASSWORD}@db.example.com/app`, /form/],
  [`postgres:user:${PASSWORD}@db.example.com/app`, /form/],
  [`postgres:///app?host=127.0.0.1&user=u&password=${PASSWORD}`, /user/],
  ["postgres://db.example.com/app", /user/],
  ["postgres://user@db.example.com/app", /password/],
  ["postgres://user:@db.example.com/app", /password/],
  [`postgres://:${PASSWORD}@db.example.com/app`, /user/],
  [`postgres://user:${PASSWORD}@/app`, /host/],
  [`postgres://user:${PASSWORD}@:5432/app`, /host/],
  [`${BASE}`, /database/],
  [`${BASE}/`, /database/],
  [`${BASE}/app/more`, /form/],
  [`${BASE}/app#fragment`, /form/],
  [`${BASE}:0/app`, /port/],
  [`${BASE}:65536/app`, /port/],
  [`${BASE}:abc/app`, /one port/],
  [`${BASE}:5432:5433/app`, /one port/],
  [`${BASE}:/app`, /one port/],
  [`${BASE},other.example.com/app`, /host/],
  [`${BASE}:5432,other.example.com:5433/app`, /one port/],
  [`postgres://user:${PASSWORD}@evil@db.example.com/app`, /@/],
  [`postgres://user:${PASSWORD}@%2Fvar%2Frun%2Fpostgresql/app`, /host/],
  [`postgres://user:${PASSWORD}@%2ftmp/app`, /host/],
  [`postgres://user:${PASSWORD}@/var/run/postgresql/app`, /form/],
  [`socket://user:${PASSWORD}@/var/run/postgresql?db=app`, /form/],
  [`socket:/var/run/postgresql?db=app`, /form/],
  ["/var/run/postgresql app", /space/],
  ["host=/var/run/postgresql dbname=app", /space/],
  [`postgres://user:${PASSWORD}@2130706433/app`, /host/],
  [`postgres://user:${PASSWORD}@0x7f000001/app`, /host/],
  [`postgres://user:${PASSWORD}@0x7f.0.0.1/app`, /host/],
  [`postgres://user:${PASSWORD}@017700000001/app`, /host/],
  [`postgres://user:${PASSWORD}@0177.0.0.1/app`, /host/],
  [`postgres://user:${PASSWORD}@127.1/app`, /host/],
  [`postgres://user:${PASSWORD}@127.0.1/app`, /host/],
  [`postgres://user:${PASSWORD}@0/app`, /host/],
  [`postgres://user:${PASSWORD}@localhost./app`, /host/],
  [`postgres://user:${PASSWORD}@[fe80::1%25eth0]/app`, /IPv6|host/],
  [`postgres://user:${PASSWORD}@[127.0.0.1]/app`, /IPv6/],
  [`postgres://user:${PASSWORD}@[::1/app`, /one server/],
  [`postgres://user:${PASSWORD}@::1/app`, /one server/],
  [`postgres://user:${PASSWORD}@b\u00fccher.example/app`, /host/],
  [`postgres://user:${PASSWORD}@db\u3002example.com/app`, /host/],
  [`postgres://user:${PASSWORD}@db..example.com/app`, /host/],
  [`postgres://user:${PASSWORD}@-db.example.com/app`, /host/],
  [`postgres://user:${PASSWORD}@db.example.com\\@127.0.0.1/app`, /@/],
  [`postgres://user:${PASSWORD}@127.0.0.1\\db.example.com/app`, /host/],
  [`${BASE}/app?host=127.0.0.1`, /host/],
  [`${BASE}/app?host=/var/run/postgresql`, /host/],
  [`${BASE}/app?hostaddr=127.0.0.1`, /hostaddr/],
  [`${BASE}/app?port=1`, /port/],
  [`${BASE}/app?%68ost=127.0.0.1`, /host/],
  [`${BASE}/app?HOST=127.0.0.1`, /HOST/],
  [`${BASE}/app?SSLMODE=disable`, /SSLMODE/],
  [`${BASE}/app?sslrootcert=/etc/passwd`, /sslrootcert/],
  [`${BASE}/app?sslcert=/dev/zero`, /sslcert/],
  [`${BASE}/app?sslkey=/proc/self/environ`, /sslkey/],
  [`${BASE}/app?ssl=true`, /ssl/],
  [`${BASE}/app?sslmode=require&sslrootcert=system`, /sslrootcert/],
  [`${BASE}/app?sslnegotiation=direct`, /sslnegotiation/],
  [`${BASE}/app?service=ours`, /service/],
  [`${BASE}/app?servicefile=/etc/passwd`, /servicefile/],
  [`${BASE}/app?passfile=/etc/passwd`, /passfile/],
  [`${BASE}/app?target_session_attrs=any`, /target_session_attrs/],
  [`${BASE}/app?options=-c%20role%3Dpostgres`, /options/],
  [`${BASE}/app?application_name=x`, /application_name/],
  [`${BASE}/app?user=postgres`, /user/],
  [`${BASE}/app?password=x`, /password/],
  [`${BASE}/app?dbname=other`, /dbname/],
  [`${BASE}/app?replication=database`, /replication/],
  [`${BASE}/app?client_encoding=LATIN1`, /client_encoding/],
  [`${BASE}/app?uselibpqcompat=true`, /uselibpqcompat/],
  [`${BASE}/app?__proto__=x`, /__proto__/],
  [`${BASE}/app?constructor=x`, /constructor/],
  [`${BASE}/app?s%73lmode=disable&sslmode=require`, /twice/],
  [`${BASE}/app?sslmode=require&sslmode=disable`, /twice/],
  [`${BASE}/app?sslmode=no-verify`, /sslmode/],
  [`${BASE}/app?sslmode=allow`, /sslmode/],
  [`${BASE}/app?sslmode=`, /sslmode/],
  [`${BASE}/app?sslmode`, /sslmode/],
  [`${BASE}/app?channel_binding=x`, /channel_binding/],
  [`${BASE}/app?<script>=1`, /A parameter/],
  [`${BASE}/a%00b`, /database/],
  [`${BASE}/a%0ab`, /database/],
  [`${BASE}/${"d".repeat(64)}`, /database/],
  [`${BASE}/a%zz`, /%/],
  [`postgres://us%00er:${PASSWORD}@db.example.com/app`, /user/],
  ["postgres://user:pa%ss@db.example.com/app", /%25/],
  [`postgres://user:${PASSWORD}@db.example.com/app\u0000`, /space|form/],
  [`postgres://user:${PASSWORD}@db.exa\nmple.com/app`, /line break/],
  [`postgres://user:${PASSWORD}@db.example.com/app ?host=x`, /space/],
  [`postgres://user:${"x".repeat(3_000)}@db.example.com/app`, /long/],
];

afterEach(() => {
  vi.restoreAllMocks();
});

describe("parseConnectionString", () => {
  it.each(REFUSED)("refuses %s", (text, message) => {
    const opened = (["readFileSync", "openSync", "statSync", "readFile", "open", "stat"] as const).map(
      (name) => vi.spyOn(fs, name),
    );
    const openSocket = vi.fn();
    let thrown: unknown;
    try {
      openPostgres({ url: text }, { openSocket });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ kind: "invalid-input", message: expect.stringMatching(message) });
    expect(JSON.stringify([String(thrown), thrown])).not.toContain(PASSWORD);
    expect(openSocket).not.toHaveBeenCalled();
    for (const spy of opened) expect(spy).not.toHaveBeenCalled();
  });

  it("takes what providers hand out", () => {
    const target = parseConnectionString(
      ` postgresql://app_user:p%40ss%2Fw%3A%25rd@ep-cool-1.eu-central-1.aws.Neon.tech/ne%20on?sslmode=require&channel_binding=require\n`,
    );
    expect(target).toEqual({
      host: "ep-cool-1.eu-central-1.aws.neon.tech",
      port: 5432,
      database: "ne on",
      user: "app_user",
      password: "p@ss/w:%rd",
      tls: "verify-full",
      channelBinding: true,
    });
    expect(parseConnectionString(`${BASE}:6543/app`)).toMatchObject({ port: 6543, tls: null });
    expect(parseConnectionString("postgres://u:p@[2001:db8::1]:1/d")).toMatchObject({
      host: "2001:db8::1",
      port: 1,
    });
    expect(parseConnectionString("postgres://u:p:q@127.0.0.1/d?sslmode=disable")).toMatchObject({
      host: "127.0.0.1",
      password: "p:q",
      tls: "disable",
    });
  });

  it("checks a form's fields alike", () => {
    const fields = { host: "db.example.com", port: 5432, database: "app", user: "u", password: "p" };
    expect(targetFromFields(fields)).toEqual({ ...fields, tls: null, channelBinding: false });
    for (const change of [
      { host: "/var/run/postgresql" },
      { host: "2130706433" },
      { host: "a,b" },
      { host: "db.example.com?host=x" },
      { host: "" },
      { port: 0 },
      { port: 1.5 },
      { password: "" },
      { user: "a\u0000b" },
      { database: "\ud800" },
    ]) {
      expect(() => targetFromFields({ ...fields, ...change }), JSON.stringify(change)).toThrow(AppError);
    }
  });
});
