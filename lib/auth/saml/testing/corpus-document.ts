import type { SamlRefusal } from "../refusal";
import type { World } from "./world";

/** One response as a form brings it, and what has to become of it. */
export interface CorpusDocument {
  readonly name: string;
  /** The reason of its refusal; null where it is to be believed. */
  readonly refusedFor: SamlRefusal | null;
  readonly encoded: (world: World) => string;
  /** What a believed one tells of the mail address. */
  readonly email?: null;
}

export const refusedFor =
  (reason: SamlRefusal) =>
  (name: string, encoded: (world: World) => string): CorpusDocument => ({
    name,
    refusedFor: reason,
    encoded,
  });

export const believed = (name: string, encoded: (world: World) => string): CorpusDocument => ({
  name,
  refusedFor: null,
  encoded,
});

export const believedWithoutEmail = (name: string, encoded: (world: World) => string): CorpusDocument => ({
  ...believed(name, encoded),
  email: null,
});
