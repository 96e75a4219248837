import { crc32 } from "node:zlib";

/** A file of an archive, whose bytes come as they are asked for. */
export interface Member {
  readonly path: string;
  readonly parts: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

interface Placed {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

/** Bit 3: sizes follow the data; bit 11: names are UTF-8. */
const FLAGS = 0x0808;
const VERSION = 20;
/** 1 January 1980: an archive says nothing of when it was made. */
const DATE = 0x21;
/** Without zip64 no offset is longer. */
const MOST_BYTES = 0xffff_ffff;
const MOST_MEMBERS = 0xffff;

/**
 * A zip archive of these members, uncompressed, made while it is read (APPNOTE 6.3.3). Throws where it would grow past 4 GiB or
 * 65,535 members, which is after most of it has gone: who makes one bounds it first.
 */
export async function* zipOf(members: AsyncIterable<Member>): AsyncGenerator<Buffer> {
  const placed: Placed[] = [];
  let offset = 0;
  for await (const { path, parts } of members) {
    const name = Buffer.from(path, "utf8");
    const head = localHead(name);
    yield head;
    let [crc, size] = [0, 0];
    for await (const part of parts) {
      const bytes = Buffer.from(part as Uint8Array);
      crc = crc32(bytes, crc);
      size += bytes.length;
      yield bytes;
    }
    const end = descriptor(crc, size);
    yield end;
    placed.push({ name, crc, size, offset });
    offset += head.length + size + end.length;
    if (offset > MOST_BYTES || placed.length > MOST_MEMBERS) throw new Error("the archive is too large");
  }
  const directory = Buffer.concat(placed.map(centralHead));
  yield directory;
  yield endOf(placed.length, directory.length, offset);
}

function localHead(name: Buffer): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DATE, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor(crc: number, size: number): Buffer {
  const end = Buffer.alloc(16);
  end.writeUInt32LE(0x08074b50, 0);
  end.writeUInt32LE(crc, 4);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(size, 12);
  return end;
}

function centralHead({ name, crc, size, offset }: Placed): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(VERSION, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(DATE, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(size, 20);
  head.writeUInt32LE(size, 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, name]);
}

function endOf(members: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members, 8);
  end.writeUInt16LE(members, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
