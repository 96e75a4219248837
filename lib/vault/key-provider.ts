/** What a wrapped data key is bound to: ids only, for a key service writes them into its own log. */
export type KeyContext = Readonly<Record<string, string>>;

/** A key that wraps data keys, wherever it lives. Both calls reject with what `key-fault.ts` has. */
export interface KeyProvider {
  /** A short public name of the key, without a dot, kept beside what it wrapped. */
  readonly keyId: string;
  /** The key is asked over a network, so data keys that it unwrapped are worth keeping for a moment. */
  readonly isRemote: boolean;
  wrap(dataKey: Buffer, context: KeyContext): Promise<Buffer>;
  /** Rejects for another context than the one it was wrapped in, and for anything that was changed. */
  unwrap(wrapped: Buffer, context: KeyContext): Promise<Buffer>;
}
