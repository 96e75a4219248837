import type { Socket } from "node:net";
import { deflateSync, gzipSync } from "node:zlib";

/** What a server does once it has the request: it writes to the socket whatever it likes. */
type Attack = (socket: Socket) => void;

const OK = "HTTP/1.1 200 OK\r\n";
const PLAIN = `${OK}Content-Type: application/json\r\n`;
const PACKED = `${OK}Content-Encoding: gzip\r\n`;
const METADATA = "http://169.254.169.254/latest/meta-data/";

const says =
  (...parts: readonly (string | Uint8Array)[]): Attack =>
  (socket) => {
    for (const part of parts) socket.write(part);
    socket.end();
  };

/** Sends one part, then another for as long as it is taken. */
const floods =
  (first: string | Uint8Array, block: string | Uint8Array): Attack =>
  (socket) => {
    socket.write(first);
    const more = () => {
      while (!socket.destroyed && socket.write(block));
    };
    socket.on("drain", more);
    more();
  };

/** Sends one byte at a time, with a pause before each. */
const drips =
  (text: string): Attack =>
  (socket) => {
    let at = 0;
    const timer = setInterval(() => {
      if (socket.destroyed) return clearInterval(timer);
      socket.write(text[at % text.length] ?? "");
      at += 1;
    }, 20);
  };

const reset: Attack = (socket) => socket.resetAndDestroy();

/** Enough of one text for many packets. */
const much = (text: string): string => text.repeat(Math.ceil(65_536 / text.length));

const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

/** A member of gzip that unpacks to nothing: as many of them as one likes are valid. */
const NOTHING = gzipSync("");
const BOMB = gzipSync(Buffer.alloc(200 * 1024 * 1024));

/** The head of a member whose file name never ends. */
const ENDLESS_NAME = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);

/** Every one of these has to end in an error of ours. */
export const HOSTILE_SERVERS: Readonly<Record<string, Attack>> = {
  "says nothing": () => {},
  "hangs up": (socket) => socket.destroy(),
  "resets the connection": reset,
  "ends without a byte": (socket) => socket.end(),
  "drips its headers": drips(`${OK}X-Slow: ${"a".repeat(400)}`),
  "never ends its headers": floods(OK, much("X-More: 1\r\n")),
  "never ends one header": floods(`${OK}X-Long: `, much("a")),
  "never ends its status line": floods("HTTP/1.1 200 ", much("O")),
  "never ends its version": floods("HTTP/1.", much("1")),
  "sends blank lines without end": floods("", much("\r\n")),
  "speaks HTTP/0.9": says("<html>hello</html>"),
  "speaks HTTP/2": says("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  "speaks another protocol": says("220 mail.example.com ESMTP\r\n"),
  "speaks TLS to a plain request": says(Buffer.from([21, 3, 1, 0, 2, 2, 70])),
  "sends bytes of nothing": floods("", Buffer.alloc(65_536)),
  "has a status of four digits": says("HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
  "has a status that is none": says("HTTP/1.1 OK\r\n\r\n"),
  "has the status 000": says("HTTP/1.1 000 None\r\nContent-Length: 0\r\n\r\n"),
  "has a status beyond all": says("HTTP/1.1 999 Beyond\r\nContent-Length: 2\r\n\r\n{}"),
  "switches protocols unasked": says(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
  ),
  "goes on and on": floods("", much("HTTP/1.1 100 Continue\r\n\r\n")),
  "hints early without end": floods("", much("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")),
  "processes without end": drips("HTTP/1.1 102 Processing\r\n\r\n"),
  "injects a header by a bare CR": says(`${PLAIN}X-A: b\rSet-Cookie: x=1\r\nContent-Length: 2\r\n\r\n{}`),
  "has a zero byte in a header": says(`${PLAIN}X-A: a\0b\r\nContent-Length: 2\r\n\r\n{}`),
  "has a header without a name": says(`${PLAIN}: a\r\nContent-Length: 2\r\n\r\n{}`),
  "has a space before the colon": says(`${OK}Content-Length : 2\r\n\r\n{}`),
  "has two lengths": says(`${OK}Content-Length: 2\r\nContent-Length: 20\r\n\r\n{}`),
  "has a list of lengths": says(`${OK}Content-Length: 2, 20\r\n\r\n{}`),
  "has a negative length": says(`${OK}Content-Length: -2\r\n\r\n{}`),
  "has a length in hexadecimal": says(`${OK}Content-Length: 0x2\r\n\r\n{}`),
  "has a length beyond counting": says(`${OK}Content-Length: 99999999999999999999999\r\n\r\n{}`),
  "has both a length and chunks": says(
    `${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n${chunk("{}")}0\r\n\r\n`,
  ),
  "promises more than it sends": says(`${PLAIN}Content-Length: 1000\r\n\r\n{`),
  "resets within the body": (socket) => {
    socket.write(`${PLAIN}Content-Length: 1000\r\n\r\n{`, () =>
      setTimeout(() => socket.resetAndDestroy(), 20),
    );
  },
  "stops within the body": (socket) => socket.write(`${PLAIN}Content-Length: 1000\r\n\r\n{`),
  "stops within a body of no length": (socket) => socket.write(`${PLAIN}\r\n{}`),
  "stops within what it packed, of no length": (socket) => {
    socket.write(`${PACKED}\r\n`);
    socket.write(gzipSync("{}"));
  },
  "drips its body": (socket) => {
    socket.write(`${PLAIN}Content-Length: 100000\r\n\r\n`);
    drips(" ")(socket);
  },
  "never ends its body": floods(`${PLAIN}\r\n`, much(" ")),
  "announces a petabyte": floods(`${PLAIN}Content-Length: 1000000000000000\r\n\r\n`, much(" ")),
  "cuts a chunk": says(`${OK}Transfer-Encoding: chunked\r\n\r\n10\r\n{`),
  "has a chunk of no size": says(`${OK}Transfer-Encoding: chunked\r\n\r\n\r\n{}\r\n0\r\n\r\n`),
  "has a chunk of a negative size": says(`${OK}Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n`),
  "has a chunk of a size beyond counting": floods(
    `${OK}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n`,
    much(" "),
  ),
  "has a chunk longer than its size": says(`${OK}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`),
  "sends chunks without end": floods(`${OK}Transfer-Encoding: chunked\r\n\r\n`, much(chunk(" "))),
  "never ends a chunk's size": floods(`${OK}Transfer-Encoding: chunked\r\n\r\n`, much("0")),
  "never ends a chunk's extension": floods(`${OK}Transfer-Encoding: chunked\r\n\r\n2;`, much("a")),
  "has an extension on each of endless chunks": floods(
    `${OK}Transfer-Encoding: chunked\r\n\r\n`,
    much(`1;${"x".repeat(1_000)}\r\n \r\n`),
  ),
  "never ends its trailers": floods(`${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n`, much("X-More: 1\r\n")),
  "does not end its chunks": says(`${OK}Transfer-Encoding: chunked\r\n\r\n${chunk("{}")}`),
  "sends a gzip bomb": says(`${PACKED}Content-Length: ${BOMB.length}\r\n\r\n`, BOMB),
  "sends packed nothing without end": floods(
    `${PACKED}\r\n`,
    Buffer.concat(Array.from({ length: 3_000 }, () => NOTHING)),
  ),
  "never ends the name of what it packed": floods(
    Buffer.concat([Buffer.from(`${PACKED}\r\n`), ENDLESS_NAME]),
    much("a"),
  ),
  "says gzip and sends none": says(`${PACKED}Content-Length: 2\r\n\r\n{}`),
  "says gzip and sends deflate": (socket) => says(`${PACKED}\r\n`, deflateSync("{}"))(socket),
  "cuts what it packed": says(`${PACKED}\r\n`, gzipSync("a".repeat(1_000)).subarray(0, 20)),
  "sends garbage after what it packed, without end": floods(
    Buffer.concat([Buffer.from(`${PACKED}\r\n`), gzipSync("{}")]),
    much("garbage"),
  ),
  ...Object.fromEntries(
    [301, 302, 303, 307, 308].map((status) => [
      `redirects to the metadata address by ${status}`,
      says(`HTTP/1.1 ${status} Moved\r\nLocation: ${METADATA}\r\nContent-Length: 0\r\n\r\n`),
    ]),
  ),
  "redirects to a file": says(
    "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
  ),
  "redirects with a body without end": floods(
    `HTTP/1.1 302 Found\r\nLocation: ${METADATA}\r\n\r\n`,
    much(" "),
  ),
  "redirects to everywhere": says(
    `HTTP/1.1 302 Found\r\n${`Location: ${METADATA}\r\n`.repeat(100)}Content-Length: 0\r\n\r\n`,
  ),
};

/** These are odd and do no harm: each gives an answer, whose text is told. */
export const ODD_SERVERS: Readonly<Record<string, readonly [Attack, string]>> = {
  "answers twice": [
    says(`${OK}Content-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`),
    "{}",
  ],
  "sends more than it promised": [says(`${OK}Content-Length: 2\r\nConnection: close\r\n\r\n{}evil`), "{}"],
  "has a body where none may be": [says("HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil"), ""],
  "has an endless body where none may be": [floods("HTTP/1.1 304 Not Modified\r\n\r\n", much("evil")), ""],
  "says an encoding that nobody asked for": [
    says(`${OK}Content-Encoding: br\r\nContent-Length: 2\r\n\r\n{}`),
    "{}",
  ],
  "calls plain text of the status by foreign letters": [
    says("HTTP/1.1 200 \u00ff\u00fe\r\nContent-Length: 2\r\n\r\n{}"),
    "{}",
  ],
  "names its headers after our objects": [
    says(`${OK}__proto__: x\r\nconstructor: y\r\nhasOwnProperty: z\r\nContent-Length: 2\r\n\r\n{}`),
    "{}",
  ],
  "points elsewhere without redirecting": [
    says(`HTTP/1.1 300 Choices\r\nLocation: ${METADATA}\r\nContent-Length: 2\r\n\r\n{}`),
    "{}",
  ],
  "asks to come again elsewhere": [
    says(`${OK}Refresh: 0; url=${METADATA}\r\nContent-Location: ${METADATA}\r\nContent-Length: 2\r\n\r\n{}`),
    "{}",
  ],
};
