import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What a pretended key service is told to do, and what it saw. */
export interface KeyServiceControl {
  /** Answers this many calls by asking to slow down. */
  throttle(calls: number): void;
  /** Takes calls and says nothing, until `answerAgain`. */
  hang(): void;
  answerAgain(): void;
  disableKey(): void;
  enableKey(): void;
  /** The moments of the calls for the key, answered or not. */
  readonly calls: readonly number[];
  /** Everything that was sent, headers and bodies. */
  readonly heard: readonly string[];
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type KeyState = "enabled" | "disabled";

/** How one service words its answers. */
export interface Dialect {
  /** Null: not a call for a key, `answer` has it all the same. */
  isKeyCall(asked: Asked): boolean;
  throttled(): FakeAnswer;
  answer(asked: Asked, key: KeyState): FakeAnswer;
}

export interface FakeKeyService extends KeyServiceControl {
  readonly url: string;
  close(): Promise<void>;
}

/** A server on loopback that speaks `dialect`. */
export async function fakeKeyService(dialect: Dialect): Promise<FakeKeyService> {
  const calls: number[] = [];
  const heard: string[] = [];
  let [throttled, isHanging, key] = [0, false, "enabled" as KeyState];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const asked = {
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      heard.push(JSON.stringify(asked));
      let answer = dialect.answer(asked, key);
      if (dialect.isKeyCall(asked)) {
        calls.push(performance.now());
        if (isHanging) return;
        if (throttled > 0) {
          throttled -= 1;
          answer = dialect.throttled();
        }
      }
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    heard,
    throttle: (count) => {
      throttled = count;
    },
    hang: () => {
      isHanging = true;
    },
    answerAgain: () => {
      isHanging = false;
    },
    disableKey: () => {
      key = "disabled";
    },
    enableKey: () => {
      key = "enabled";
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
