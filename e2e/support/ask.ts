import { request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Pieces go out as chunks, without a length. */
  readonly body?: string | Buffer | readonly Buffer[];
}

/** One request as it is written here: nothing follows, mends, adds or leaves out anything. */
export function ask(base: string, target: string, asking: Asking = {}): Promise<Answer> {
  const { method = "GET", headers = {}, body } = asking;
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: target, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
      // What refuses a body while it comes may hang up on the rest.
      asked.off("error", reject).on("error", () => {});
    });
    asked.on("error", reject);
    if (Array.isArray(body)) {
      for (const piece of body as readonly Buffer[]) asked.write(piece);
      asked.end();
    } else asked.end(body as string | Buffer | undefined);
  });
}
