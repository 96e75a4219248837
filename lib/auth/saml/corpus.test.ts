import { afterAll, expect, test } from "vitest";
import { CORPUS } from "./testing/corpus";
import { newWorld, type World } from "./testing/world";
import { verifyResponse } from "./verify-response";

const world = newWorld();
const tally = { valid: 0, accepted: 0, invalid: 0, wronglyAccepted: 0 };

const verify = ({ parties, requestId }: World, encoded: string) =>
  verifyResponse({ parties, encoded, isAsked: async (asked) => asked === requestId });

test.each(CORPUS.map((document) => [document.name, document] as const))("%s", async (_name, document) => {
  const answer = await verify(world, document.encoded(world));
  const isValid = document.refusedFor === null;
  tally[isValid ? "valid" : "invalid"] += 1;
  if (answer.ok) tally[isValid ? "accepted" : "wronglyAccepted"] += 1;
  if (!isValid) {
    expect(answer).toEqual({ ok: false, reason: document.refusedFor });
    return;
  }
  expect(answer).toMatchObject({
    ok: true,
    value: {
      requestId: world.requestId,
      identity: {
        email: document.email === undefined ? world.email : document.email,
        name: expect.toSatisfy(isName),
      },
    },
  });
});

const isName = (name: unknown): boolean => name === "Ada Example" || name === null;

test("no two documents have one name, and there are enough", () => {
  expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
  expect(CORPUS.filter(({ refusedFor }) => refusedFor !== null).length).toBeGreaterThanOrEqual(60);
  expect(CORPUS.filter(({ refusedFor }) => refusedFor === null).length).toBeGreaterThanOrEqual(4);
});

afterAll(() => {
  const { valid, accepted, invalid, wronglyAccepted } = tally;
  // biome-ignore lint/suspicious/noConsole: the count is what the report quotes.
  console.log(
    `SAML corpus: ${valid + invalid} documents, ${accepted} of ${valid} valid accepted, ${wronglyAccepted} of ${invalid} invalid accepted`,
  );
});
