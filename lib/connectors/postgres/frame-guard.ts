const HEADER = 5;
const ERROR = "E".charCodeAt(0);
const NOTICE = "N".charCodeAt(0);
const ROW = "D".charCodeAt(0);
const AUTHENTICATION = "R".charCodeAt(0);
/** Names of methods, or a nonce: the driver copies and hashes them as often as they are long. */
const MAX_AUTHENTICATION = 64 * 1024;
/** The longest message that a sensible answer has: a row of cells that are themselves limited. */
const MAX_MESSAGE = 32 * 1024 * 1024;
/**
 * Messages other than rows, which are counted elsewhere: many times what any of our questions is answered with. Each
 * costs the driver microseconds, so a flood of them holds up whatever else this process does.
 */
const MAX_ANSWERS = 10_000;

/**
 * Watches the server's messages go by, before the driver parses them. It stops what the driver's parser does
 * not survive: a length that covers not even itself, a message too long to be kept, and an error or notice
 * whose list of fields has no end (the parser of pg-protocol 1.16 reads on for ever, past its buffer). And it
 * stops a server that goes on answering a question long answered.
 */
export class FrameGuard {
  private readonly header = Buffer.alloc(HEADER);
  private collected = 0;
  private remaining = 0;
  private answers = 0;
  /** The last two bytes of the body so far. */
  private tail: readonly [number, number] = [0, 0];

  /** Something was asked, so there is something to answer. */
  asked(): void {
    this.answers = 0;
  }

  /** False: the stream must end, and the driver must not see this chunk. */
  accepts(chunk: Buffer): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.collected < HEADER) {
        const taken = chunk.copy(this.header, this.collected, at, at + HEADER - this.collected);
        this.collected += taken;
        at += taken;
        if (this.collected < HEADER) return true;
        if (!this.begins()) return false;
      }
      const taken = Math.min(this.remaining, chunk.length - at);
      if (this.hasFields && taken > 0) {
        const before = taken > 1 ? (chunk[at + taken - 2] ?? 0) : this.tail[1];
        this.tail = [before, chunk[at + taken - 1] ?? 0];
      }
      at += taken;
      this.remaining -= taken;
      if (this.remaining === 0 && !this.ends()) return false;
    }
    return true;
  }

  private get hasFields(): boolean {
    return this.header[0] === ERROR || this.header[0] === NOTICE;
  }

  private begins(): boolean {
    const length = this.header.readUInt32BE(1);
    const most = this.header[0] === AUTHENTICATION ? MAX_AUTHENTICATION : MAX_MESSAGE;
    if (length < 4 || length > most) return false;
    if (this.header[0] !== ROW) this.answers += 1;
    if (this.answers > MAX_ANSWERS) return false;
    this.remaining = length - 4;
    // So that a body of one byte, the end of the list alone, passes and an empty one does not.
    this.tail = this.remaining === 0 ? [1, 1] : [0, 0];
    return true;
  }

  /** A list of fields ends with the end of a text and the end of the list: two zero bytes. */
  private ends(): boolean {
    this.collected = 0;
    return !this.hasFields || (this.tail[0] === 0 && this.tail[1] === 0);
  }
}
