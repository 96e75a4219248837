import type { Socket } from "node:net";

export function message(code: string, body: Buffer, length = body.length + 4): Buffer {
  const head = Buffer.alloc(5);
  head.write(code, 0, "latin1");
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, body]);
}

const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
};

const text = (value: string): Buffer => Buffer.from(`${value}\0`);
export const ACCEPTED = Buffer.concat([message("R", int32(0)), message("Z", Buffer.from("I"))]);
export const CLEARTEXT = message("R", int32(3));
export const MD5 = message("R", Buffer.concat([int32(5), int32(1)]));
export const SASL = message("R", Buffer.concat([int32(10), text("SCRAM-SHA-256"), Buffer.alloc(1)]));
const COLUMN = message("T", Buffer.concat([Buffer.from([0, 1]), text("__proto__"), Buffer.alloc(18)]));

const offer = (...mechanisms: readonly string[]): Buffer =>
  message("R", Buffer.concat([int32(10), ...mechanisms.map(text), Buffer.alloc(1)]));
const errorOf = (what: string): Buffer =>
  message("E", Buffer.concat([text("SERROR"), text("C22000"), text(`M${what}`), Buffer.alloc(1)]));
/** How the real server ends a connection: its code, and its function that refused. */
export const refusal = (state: string, routine: string): Buffer =>
  message(
    "E",
    Buffer.concat([
      text("SFATAL"),
      text("VFATAL"),
      text(`C${state}`),
      text("Mno"),
      text(`R${routine}`),
      Buffer.alloc(1),
    ]),
  );
/** An error before TLS: a man in the middle could have said it. */
export const REFUSAL = errorOf("no TLS here, customer");
const columns = (count: number): Buffer => {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(count);
  return message(
    "T",
    Buffer.concat([size, ...Array(count).fill(Buffer.concat([text("c"), Buffer.alloc(18)]))]),
  );
};

/** Sends the same bytes for as long as they are taken. */
export function flood(socket: Socket, block: Buffer): void {
  const more = () => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on("drain", more);
  more();
}

/** One byte at a time, and the same again at the end. */
function drip(socket: Socket, bytes: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write(bytes.subarray(at % bytes.length, (at % bytes.length) + 1));
    at += 1;
  }, 100);
}

const repeated = (part: Buffer): Buffer =>
  Buffer.concat(Array.from({ length: Math.ceil(65_536 / part.length) }, () => part));
const row = (size: number): Buffer =>
  message("D", Buffer.concat([Buffer.from([0, 1]), int32(size), Buffer.alloc(size, "x")]));

export const afterLogin = (attack: (socket: Socket) => void) => (socket: Socket, at: number) => {
  if (at === 0) socket.write(ACCEPTED);
  else if (at === 1) attack(socket);
};

const atLogin = (attack: (socket: Socket) => void) => (socket: Socket, at: number) => {
  if (at === 0) attack(socket);
};

const challenge = (words: string) => (socket: Socket, at: number) => {
  if (at === 0) socket.write(SASL);
  else if (at === 1) socket.write(message("R", Buffer.concat([int32(11), Buffer.from(words)])));
};

/** What a server does with each part that it hears, counted from zero. */
export const ATTACKS: readonly (readonly [string, (socket: Socket, at: number) => void])[] = [
  [
    "announces 4 GiB at login",
    atLogin((socket) => flood(socket, Buffer.concat([message("R", Buffer.alloc(65_000), 0xfffffff0)]))),
  ],
  [
    "announces 4 GiB in an answer",
    afterLogin((socket) => {
      socket.write(message("D", Buffer.alloc(0), 0xfffffff0));
      flood(socket, Buffer.alloc(65_536));
    }),
  ],
  [
    "sends large rows without end",
    afterLogin((socket) => {
      socket.write(COLUMN);
      flood(socket, row(1024 * 1024));
    }),
  ],
  [
    "sends small rows without end",
    afterLogin((socket) => {
      socket.write(COLUMN);
      flood(socket, repeated(row(1)));
    }),
  ],
  [
    "sends rows of nothing without end",
    afterLogin((socket) => {
      socket.write(message("T", Buffer.from([0, 0])));
      flood(socket, repeated(message("D", Buffer.from([0, 0]))));
    }),
  ],
  [
    "sends notices without end",
    atLogin((socket) => flood(socket, repeated(message("N", Buffer.from("Mx\0\0"))))),
  ],
  [
    "sends settings without end",
    atLogin((socket) => flood(socket, repeated(message("S", Buffer.from("a\0b\0"))))),
  ],
  [
    "sends notifications without end",
    afterLogin((socket) =>
      flood(socket, repeated(message("A", Buffer.concat([int32(1), text("c"), text("p")])))),
    ),
  ],
  ["says nothing at login", atLogin(() => {})],
  ["says nothing to a statement", afterLogin(() => {})],
  ["hangs up at login", atLogin((socket) => socket.destroy())],
  ["hangs up on a statement", afterLogin((socket) => socket.destroy())],
  ["speaks HTTP", atLogin((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))],
  ["sends a message of length zero", atLogin((socket) => socket.end(message("R", Buffer.alloc(0), 0)))],
  ["sends an unknown message", atLogin((socket) => socket.end(message("?", Buffer.alloc(8))))],
  ["sends an unasked row", atLogin((socket) => socket.end(Buffer.concat([ACCEPTED, row(10)])))],
  ["sends an error without end", atLogin((socket) => socket.write(message("E", Buffer.from("SFATAL\0Mx"))))],
  ["sends an empty error", atLogin((socket) => socket.write(message("E", Buffer.alloc(0))))],
  ["sends a notice without end", afterLogin((socket) => socket.write(message("N", Buffer.from("Mno end"))))],
  ["asks for a copy", afterLogin((socket) => flood(socket, repeated(message("W", Buffer.from([0, 0, 0])))))],
  [
    "asks for a billion hash rounds",
    (socket, at) => {
      if (at === 0) socket.write(SASL);
      else if (at === 1)
        socket.write(message("R", Buffer.concat([int32(11), Buffer.from("r=x,s=eA==,i=1000000000")])));
    },
  ],
  ["asks for Kerberos", atLogin((socket) => socket.write(message("R", int32(2))))],
  ["asks for GSSAPI", atLogin((socket) => socket.write(message("R", int32(7))))],
  ["asks for a proof that nobody knows", atLogin((socket) => socket.write(message("R", int32(99))))],
  ["asks for nothing at all", atLogin((socket) => socket.write(message("R", Buffer.alloc(0))))],
  ["offers a mechanism that is none", atLogin((socket) => socket.write(offer("PLAIN")))],
  ["offers no mechanism", atLogin((socket) => socket.write(offer()))],
  [
    "offers mechanisms without end",
    atLogin((socket) => flood(socket, offer(...Array(3_000).fill("SCRAM-SHA-1")))),
  ],
  ["has a nonce of its own", challenge("r=evil,s=c2FsdA==,i=4096")],
  ["has no salt", challenge("r=evil,i=4096")],
  ["asks for no hash round", challenge("r=evil,s=c2FsdA==,i=0")],
  ["asks for hash rounds below none", challenge("r=evil,s=c2FsdA==,i=-4096")],
  ["has a nonce of megabytes", challenge(`r=${"x".repeat(8_000_000)},s=c2FsdA==,i=4096`)],
  ["drips its greeting", atLogin((socket) => drip(socket, ACCEPTED))],
  ["drips its answer", afterLogin((socket) => drip(socket, Buffer.concat([COLUMN, row(10_000)])))],
  [
    "announces a negative length",
    atLogin((socket) => socket.write(message("R", Buffer.alloc(8), 0x80000001))),
  ],
  ["announces less than a length", atLogin((socket) => socket.write(message("R", Buffer.alloc(8), 3)))],
  [
    "has a field of a gigabyte",
    afterLogin((socket) => {
      socket.write(
        Buffer.concat([
          COLUMN,
          message("D", Buffer.concat([Buffer.from([0, 1]), int32(2 ** 30)]), 2 ** 30 + 10),
        ]),
      );
      flood(socket, Buffer.alloc(65_536, "x"));
    }),
  ],
  ["describes thousands of columns without end", afterLogin((socket) => flood(socket, columns(5_000)))],
  ["describes the greatest row that there is", afterLogin((socket) => flood(socket, columns(65_535)))],
  ["sends one error of megabytes", afterLogin((socket) => void socket.end(errorOf("x".repeat(16_000_000))))],
  ["sends errors without end", afterLogin((socket) => flood(socket, repeated(errorOf("again"))))],
  ["asks for the password without end", atLogin((socket) => flood(socket, repeated(CLEARTEXT)))],
  ["hands out keys without end", atLogin((socket) => flood(socket, repeated(message("K", Buffer.alloc(8)))))],
  [
    "negotiates without end",
    atLogin((socket) => flood(socket, repeated(message("v", Buffer.concat([int32(3), int32(0)]))))),
  ],
  ["suspends without end", afterLogin((socket) => flood(socket, repeated(message("s", Buffer.alloc(0)))))],
  ["answers a call without end", afterLogin((socket) => flood(socket, repeated(message("V", int32(0)))))],
  ["parses without end", afterLogin((socket) => flood(socket, repeated(message("1", Buffer.alloc(0)))))],
  ["wants a copy from us", afterLogin((socket) => socket.write(message("G", Buffer.from([0, 0, 0]))))],
  [
    "copies data without end",
    afterLogin((socket) => flood(socket, repeated(message("d", Buffer.alloc(1_000))))),
  ],
];

const done = Buffer.concat([message("C", text("SELECT 1")), message("Z", Buffer.from("I"))]);
const column = (name: Uint8Array, type = 25): Buffer => {
  const rest = Buffer.alloc(18);
  rest.writeUInt32BE(type, 6);
  return Buffer.concat([name, Buffer.from([0]), rest]);
};
const answerOf = (names: readonly Buffer[], values: readonly Buffer[]): Buffer => {
  const cells = values.flatMap((value) => [int32(value.length), value]);
  return Buffer.concat([
    message("T", Buffer.concat([Buffer.from([0, names.length]), ...names])),
    message("D", Buffer.concat([Buffer.from([0, values.length]), ...cells])),
    done,
  ]);
};
const x = Buffer.from("x");
/** The end of a statement that has no rows, and one row of one value. */
export const ANSWERED = done;
export const answered = (value: string): Buffer => answerOf([column(x)], [Buffer.from(value)]);

/** Answers that are read, or refused; either way nothing else happens. */
export const ODD_ANSWERS: readonly (readonly [string, Buffer])[] = [
  ["names a column __proto__", answerOf([column(Buffer.from("__proto__"))], [Buffer.from('{"polluted":1}')])],
  ["names a column constructor", answerOf([column(Buffer.from("constructor"))], [x])],
  ["names columns alike", answerOf([column(x), column(x)], [x, x])],
  ["names a column by no UTF-8", answerOf([column(Buffer.from([0xff, 0xfe]))], [x])],
  ["has a value of no UTF-8", answerOf([column(x)], [Buffer.from([0xc3, 0x28, 0xff])])],
  ["has a type that is none", answerOf([column(x, 0xffffffff)], [x])],
  ["has more values than columns", answerOf([column(x)], [x, x, x])],
  ["has fewer values than columns", answerOf([column(x), column(x)], [x])],
  ["has a column of an injected name", answerOf([column(Buffer.from("'+process.exit(1)+'"))], [x])],
  ["answers with no columns", Buffer.concat([message("T", Buffer.from([0, 0])), done])],
  ["answers without a description", Buffer.concat([message("D", Buffer.from([0, 0])), done])],
  ["answers with an empty query", Buffer.concat([message("I", Buffer.alloc(0)), message("Z", x)])],
  ["is ready again and again", Buffer.concat(Array(5_000).fill(message("Z", Buffer.from("I"))))],
  ["is in a state that is none", Buffer.concat([message("C", text("")), message("Z", Buffer.from("?"))])],
  [
    "tags its answer with garbage",
    Buffer.concat([message("C", text(`SELECT ${"9".repeat(400)}`)), message("Z", x)]),
  ],
];
