import { describe, expect, test } from "vitest";
import type { Connector, SideConnector } from "@/lib/connectors/connector";
import { AppError } from "@/lib/errors";
import { hideOwnSecrets } from "./hide-own-secrets";

const WORD = "sunflower";

const broken = (): AppError =>
  new AppError("connection-broken", `The ${WORD} was refused.`, {
    remedy: `Not ${WORD}.`,
    paths: [{ path: "/password", message: `${WORD} is old` }],
    cause: new TypeError(`of ${WORD}`, { cause: new AggregateError([new Error(`deep ${WORD}`)], "all") }),
  });

/** A connector whose every call fails and says the password. */
class Telltale {
  readonly kind = "memory";
  readonly #thrown = broken;
  check = (): Promise<never> => Promise.reject(this.#thrown());
  locations(): never {
    throw this.#thrown();
  }
  side(): Partial<SideConnector> {
    return { read: () => Promise.reject(this.#thrown()), referenceOf: () => WORD };
  }
}

const telltale = (): Connector => new Telltale() as unknown as Connector;

async function thrownBy(work: () => Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await (async () => work())()
    .then(() => null)
    .catch((error: unknown) => error);
  if (!(thrown instanceof AppError)) throw new Error("no AppError was thrown");
  return thrown;
}

function allOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  const inner = error instanceof AggregateError ? error.errors.map(allOf) : [];
  const { remedy, paths } = error as Partial<AppError>;
  return [error.message, error.stack, remedy, JSON.stringify(paths), ...inner, allOf(error.cause)].join("\n");
}

describe("a password that is a word", () => {
  const opened = hideOwnSecrets(telltale(), { url: `postgres://app:${WORD}@db.example.com/x` });

  test.each([
    ["a call", () => opened.check()],
    ["a call that does not wait", () => opened.locations("")],
    ["a side's call", () => opened.side({ address: {}, mapped: [], key: [] }).read(null)],
  ])("is gone from what its connection throws: %s", async (_what, work) => {
    const thrown = await thrownBy(work);
    expect(thrown).toMatchObject({ kind: "connection-broken", message: "The *** was refused." });
    expect(allOf(thrown)).not.toContain(WORD);
    expect(allOf(thrown)).toContain("deep ***");
  });

  test("is found on a line of its own too", async () => {
    const lines = hideOwnSecrets(telltale(), { password: `a1b2c3d4e5\n${WORD}` });
    expect((await thrownBy(() => lines.check())).message).toBe("The *** was refused.");
  });

  test("leaves alone what is answered, and what is not there", () => {
    const side = opened.side({ address: {}, mapped: [], key: [] });
    expect(side.referenceOf({ locator: "", cells: {} })).toBe(WORD);
    expect(side.changes).toBeUndefined();
    expect(opened.kind).toBe("memory");
  });

  test("is no hole in what anybody else says", async () => {
    const other = hideOwnSecrets(telltale(), { user: WORD, password: "a1b2c3d4e5" });
    expect((await thrownBy(() => other.check())).message).toBe(`The ${WORD} was refused.`);
    expect(broken().message).toBe(`The ${WORD} was refused.`);
  });
});
