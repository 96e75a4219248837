import { createSocket } from "node:dgram";
import { type DecodedPacket, decode, encode, type Question } from "dns-packet";
import type { Store } from "../store";

interface Zone {
  readonly name: string;
  readonly values: readonly string[];
}

const ZONES = "dns.txt";
const TTL_S = 60;
const REFUSED = 5;
const NO_SUCH_NAME = 3;

/** A name server that knows TXT records alone, and only those that the control API has given it. */
export class DnsSandbox {
  constructor(private readonly store: Store) {}

  /** Listens on loopback; port 0 lets the system choose. Answers `address:port`. */
  async listen(port: number): Promise<{ server: string; close(): Promise<void> }> {
    const socket = createSocket("udp4");
    socket.on("message", (message, from) => {
      const answer = this.answerTo(message);
      if (answer) socket.send(answer, from.port, from.address);
    });
    socket.on("error", (error) => console.error("sandbox dns:", error));
    await new Promise<void>((resolve) => socket.bind(port, "127.0.0.1", resolve));
    const close = () => new Promise<void>((resolve) => socket.close(() => resolve()));
    return { server: `127.0.0.1:${socket.address().port}`, close };
  }

  /** `set-txt` `{name, values}`: all TXT records of the name; none takes the name away. */
  control(command: string, { name, values }: Record<string, unknown>): unknown {
    if (command !== "set-txt") throw new Error(`no command ${command}`);
    if (typeof name !== "string" || name === "") throw new Error("name: a text expected");
    if (!Array.isArray(values) || !values.every((value) => typeof value === "string"))
      throw new Error("values: texts expected");
    const zone: Zone = { name: name.toLowerCase(), values };
    if (values.length === 0) this.store.delete(ZONES, zone.name);
    else this.store.put(ZONES, zone.name, zone);
    return zone;
  }

  private answerTo(message: Buffer): Buffer | null {
    let asked: DecodedPacket;
    try {
      asked = decode(message);
    } catch {
      return null;
    }
    const question = asked.questions?.[0];
    if (asked.type !== "query" || !question) return null;
    const { rcode, values } = this.found(question);
    return encode({
      type: "response",
      id: asked.id ?? 0,
      // The low four bits of the flags are the answer's code.
      flags: 0x0400 | ((asked.flags ?? 0) & 0x0100) | rcode,
      questions: [question],
      answers: values.map((data) => ({ type: "TXT", name: question.name, ttl: TTL_S, data: parts(data) })),
    });
  }

  private found({ name, type }: Question): { rcode: number; values: readonly string[] } {
    const zone = this.store.all<Zone>(ZONES).find((one) => one.name === name.toLowerCase());
    if (!zone) return { rcode: NO_SUCH_NAME, values: [] };
    return type === "TXT" ? { rcode: 0, values: zone.values } : { rcode: REFUSED, values: [] };
  }
}

/** A TXT record's texts have 255 bytes at most; a longer one is cut into several. */
const parts = (text: string): Buffer[] => {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.max(1, Math.ceil(bytes.length / 255)) }, (_, at) =>
    bytes.subarray(at * 255, (at + 1) * 255),
  );
};
