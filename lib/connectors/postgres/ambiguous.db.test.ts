import { afterAll, beforeAll } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import { type Loss, lostAnswers } from "../ambiguous.test-kit";
import type { OpenSocket, OutStream } from "../connector";
import { openPostgres } from "./connector";
import { localSocket, postgresHarness } from "./contract-place.test-kit";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(async () => {
  await database.drop();
});

const FATAL = "SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0";

/** What comes in place of the server's answer to a commit. */
const INSTEAD: Readonly<Record<Loss, (stream: OutStream) => void>> = {
  reset: (stream) => stream.destroy(),
  "time-out": (stream) => stream.destroy(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" })),
  // The server's words for going down, which it may say after it has committed.
  "503": (stream) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(4 + FATAL.length);
    stream.push(Buffer.concat([Buffer.from("E"), length, Buffer.from(FATAL)]));
    stream.push(null);
  },
};

lostAnswers("postgres", async (layout) => {
  const url = database.adminUrl;
  const place = await postgresHarness(() => url).make(layout);
  let losing: Loss | null = null;
  const openSocket: OpenSocket = async (target) => {
    const stream = await localSocket()(target);
    const { write, push } = stream;
    let instead: Loss | null = null;
    stream.write = ((chunk: Buffer, ...rest: unknown[]) => {
      if (losing !== null && String(chunk).endsWith("commit\0")) [instead, losing] = [losing, null];
      return (write as (...all: unknown[]) => boolean).call(stream, chunk, ...rest);
    }) as typeof stream.write;
    stream.push = (chunk) => {
      if (instead === null) return push.call(stream, chunk);
      stream.push = push;
      INSTEAD[instead](stream);
      return false;
    };
    return stream;
  };
  const connector = openPostgres({ url }, { openSocket });
  return {
    ...place,
    open: (config) => connector.side(config),
    // A batch is one transaction, whatever it holds.
    lose: (loss) => {
      losing = loss;
    },
    dispose: async () => {
      await connector.close();
      await place.dispose();
    },
  };
});
