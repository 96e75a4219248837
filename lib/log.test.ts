import { afterEach, describe, expect, test, vi } from "vitest";
import { AppError } from "./errors";
import { log } from "./log";
import { scrub } from "./scrub";

const HIDDEN = "TESTONLY0123456789abcdef";

/** A secret of every kind, and what of it may be left. */
const SECRETS: readonly (readonly [string, string])[] = [
  [`secret_${HIDDEN}`, "***"],
  [`ntn_${HIDDEN}`, "***"],
  [`ya29.${HIDDEN}-_.x`, "***"],
  [`1//0${HIDDEN}-_x`, "***"],
  [`GOCSPX-${HIDDEN}`, "***"],
  [`sk_live_${HIDDEN}`, "***"],
  [`sk_test_${HIDDEN}`, "***"],
  [`rk_live_${HIDDEN}`, "***"],
  [`whsec_${HIDDEN}+/`, "***"],
  [`chs_live_${HIDDEN}`, "***"],
  [`chs_${HIDDEN}`, "***"],
  [`signkey-prod-${HIDDEN}`, "***"],
  [`Bearer ${HIDDEN}==`, "***"],
  [`authorization: bearer  ${HIDDEN}`, "authorization: ***"],
  [`Basic ${HIDDEN}==`, "***"],
  [`eyJ${HIDDEN}.eyJ${HIDDEN}.${HIDDEN}`, "***"],
  [`postgres://app:${HIDDEN}@db.example.com:5432/x`, "postgres://app:***@db.example.com:5432/x"],
  [`postgresql://app:${HIDDEN}@db.example.com/x`, "postgresql://app:***@db.example.com/x"],
  [`postgres://:${HIDDEN}@db.example.com/x`, "postgres://:***@db.example.com/x"],
  [`postgres://app:p@${HIDDEN}/@db.example.com/x`, "postgres://app:***@db.example.com/x"],
  [`smtps://mail:${HIDDEN}@mail.example.com`, "smtps://mail:***@mail.example.com"],
  [`https://user:${HIDDEN}@example.com/x`, "https://user:***@example.com/x"],
  [`host=db password=${HIDDEN} user=app`, "host=db password=*** user=app"],
  [`postgres://db/x?password=${HIDDEN}&sslmode=require`, "postgres://db/x?password=***&sslmode=require"],
  [`-----BEGIN PRIVATE KEY-----\n${HIDDEN}\n${HIDDEN}\n-----END PRIVATE KEY-----`, "***"],
  [`-----BEGIN RSA PRIVATE KEY-----\\n${HIDDEN}`, "***"],
];

describe("scrub", () => {
  test.each(SECRETS)("%s", (secret, left) => {
    expect(scrub(secret)).toBe(left);
    const twice = scrub(`before ${secret} between ${secret}`);
    expect(twice).toMatch(/^before /);
    expect(twice).not.toContain(HIDDEN);
  });

  test.each([
    "run_01h455vb4pex5vsknk084sn02q of org_01h455vb4pex5vsknk084sn02q is done",
    "postgres://db.example.com:5432/x did not answer",
    "read 12 rows in 3.5 s; see https://example.com/a?b=1",
  ])("leaves alone: %s", (text) => {
    expect(scrub(text)).toBe(text);
  });
});

describe("log", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** The one line that a call writes, as text and as what it says. */
  function lineOf(
    event: string,
    facts: Record<string, unknown>,
  ): { text: string; said: Record<string, unknown> } {
    const written: string[] = [];
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    log("error", event, facts);
    expect(written).toHaveLength(1);
    const [text = ""] = written;
    expect(text.endsWith("\n")).toBe(true);
    expect(text.slice(0, -1)).not.toContain("\n");
    return { text, said: JSON.parse(text) as Record<string, unknown> };
  }

  test.each(SECRETS)("hides %s wherever it stands, and stays one line of JSON", (secret) => {
    const thrown = new AppError("internal", "ours", {
      cause: new TypeError(`second ${secret}`, {
        cause: new AggregateError([new Error(`third ${secret}`)], `all ${secret}`),
      }),
    });
    const { text, said } = lineOf(`event ${secret}`, {
      thrown,
      text: secret,
      list: [{ deep: secret }],
      [`name ${secret}`]: 1,
    });
    expect(text).not.toContain(HIDDEN);
    expect(said).toMatchObject({
      level: "error",
      thrown: {
        message: "ours",
        cause: { name: "TypeError", cause: { name: "AggregateError", errors: [{ name: "Error" }] } },
      },
    });
  });

  test("takes from an error only what it says, not what it carries", () => {
    const carried = Object.assign(new Error("Request failed"), {
      config: { headers: { "x-goog-token": HIDDEN } },
      detail: `Key (email)=(${HIDDEN})`,
      toJSON: () => ({ leaked: HIDDEN }),
    });
    const { text, said } = lineOf("failed", { error: carried });
    expect(text).not.toContain(HIDDEN);
    expect(said.error).toMatchObject({ name: "Error", message: "Request failed" });
  });

  test("never throws for what JSON cannot hold", () => {
    const circle: Record<string, unknown> = { count: 1n, at: new Date(0), never: new Date(Number.NaN) };
    circle.self = circle;
    const error = new Error("round");
    error.cause = error;
    const { said } = lineOf("odd", { circle, error, missing: undefined, run: () => {} });
    expect(said).toMatchObject({
      circle: { count: "1", at: "1970-01-01T00:00:00.000Z", never: null, self: "(circular)" },
      error: { message: "round", cause: "(circular)" },
    });
  });

  test("stops where causes have no end", () => {
    let error = new Error("first");
    for (let at = 0; at < 100; at += 1) error = new Error(`later ${at}`, { cause: error });
    expect(lineOf("deep", { error }).text).toContain("(too deep)");
  });
});
