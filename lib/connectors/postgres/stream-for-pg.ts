import type { OutStream } from "../connector";

/**
 * Gives a stream that is connected already the four methods that `pg` calls on a socket of its own.
 * `connect` opens nothing: it only reports that the guarded stream stands, whatever host and port it is told.
 */
export function streamForPg(stream: OutStream): OutStream {
  const methods = {
    connect: () => {
      process.nextTick(() => stream.emit("connect"));
      return stream;
    },
    setNoDelay: () => stream,
    setKeepAlive: () => stream,
    ref: () => stream,
    unref: () => stream,
  };
  return Object.assign(stream, methods);
}
