/** What a checkpoint says: C2SP tlog-checkpoint, https://c2sp.org/tlog-checkpoint. */
export interface CheckpointText {
  /** `<host>/audit/<log id>/e<epoch>`. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
}

/** The text that is signed, which ends in a new line. */
export const writeCheckpoint = ({ origin, size, root }: CheckpointText): string =>
  `${origin}\n${size}\n${root.toString("base64")}\n`;
