import type { Book } from "../grid";

/** What a request of a batch works on. The draft already carries the effects of the requests before it. */
export interface BatchContext {
  readonly book: Book;
  readonly actor: string;
  readonly project: string;
  /** Ids of developer metadata in use, kept current by the requests that add and remove entries. */
  readonly metadataIds: () => Set<number>;
}

/** Applies one request to the draft; its reply, or nothing for the empty reply. */
export type Apply<T> = (context: BatchContext, request: T) => Readonly<Record<string, unknown>> | undefined;
