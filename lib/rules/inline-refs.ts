/**
 * Puts what a reference points to in its place. References point into the same document and never into themselves, so
 * this ends; what it ends at can be far larger than the document, so it is counted on the way.
 */
import {
  isObject,
  isSubschema,
  mapSchemasBelow,
  pointer,
  type SchemaObject,
  type Subschema,
} from "./schema-shape";

/** Keywords of all schemas together. */
export const MAX_KEYWORDS = 2_000;

/** Schemas within schemas. */
export const MAX_DEPTH = 12;

/** Where and why a document cannot be used. `path` is a JSON pointer into it. */
export interface SchemaProblem {
  readonly path: string;
  readonly message: string;
}

export interface Inlined {
  /** The document without `$ref` and `$defs`. */
  readonly schema: SchemaObject;
  /** Where each schema of it stands in the document as it was given. */
  readonly origin: ReadonlyMap<Subschema, string>;
  readonly problems: readonly SchemaProblem[];
}

export function inlineRefs(document: SchemaObject): Inlined {
  const inliner = new Inliner(document);
  const schema = inliner.inlined({ schema: document, path: [], refs: [], depth: 0 });
  return { schema: isObject(schema) ? schema : {}, origin: inliner.origin, problems: inliner.problems };
}

interface Place {
  readonly schema: Subschema;
  readonly path: readonly string[];
  /** The references that led here, outermost first. */
  readonly refs: readonly string[];
  readonly depth: number;
}

class Inliner {
  readonly origin = new Map<Subschema, string>();
  readonly problems: SchemaProblem[] = [];
  private keywords = 0;

  constructor(private readonly document: SchemaObject) {}

  inlined(place: Place): Subschema {
    const { schema, path, depth } = place;
    if (typeof schema === "boolean") return schema;
    this.keywords += Object.keys(schema).length;
    if (this.keywords > MAX_KEYWORDS)
      return this.refuse(path, `The schema has more than ${MAX_KEYWORDS} keywords, references followed.`);
    if (depth > MAX_DEPTH)
      return this.refuse(path, `Schemas stand in one another more than ${MAX_DEPTH} deep.`);
    const { $ref, $defs: _, ...rest } = schema;
    const below = (part: { readonly schema: Subschema; readonly path: readonly string[] }): Subschema =>
      this.inlined({ ...place, schema: part.schema, path: [...path, ...part.path], depth: depth + 1 });
    const copy = mapSchemasBelow(rest, below);
    if ($ref !== undefined) this.follow($ref, place, copy);
    this.origin.set(copy, pointer(path));
    return copy;
  }

  /** 2020-12 lets keywords stand beside a reference; both must hold. */
  private follow($ref: unknown, place: Place, copy: Record<string, unknown>): void {
    const target = this.target($ref, place);
    if (target === null) return;
    const others = Array.isArray(copy.allOf) ? copy.allOf : [];
    copy.allOf = [...others, this.inlined(target)];
  }

  private target($ref: unknown, { path, refs, depth }: Place): Place | null {
    const at = [...path, "$ref"];
    if (typeof $ref !== "string" || !($ref === "#" || $ref.startsWith("#/"))) {
      this.refuse(at, 'A reference must point into this document: "#/..." and nothing else.');
      return null;
    }
    if ($ref === "#" || refs.includes($ref)) {
      this.refuse(at, "A schema must not refer to itself, directly or by way of others.");
      return null;
    }
    const steps = stepsOf($ref);
    const schema = this.at(steps);
    if (!isSubschema(schema)) {
      this.refuse(at, "The reference points at nothing in this document.");
      return null;
    }
    return { schema, path: steps, refs: [...refs, $ref], depth: depth + 1 };
  }

  private at(steps: readonly string[]): unknown {
    let value: unknown = this.document;
    for (const step of steps) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
      value = (value as Record<string, unknown>)[step];
    }
    return value;
  }

  private refuse(path: readonly string[], message: string): true {
    // One of them says it; a bound that is passed is passed again by everything after.
    if (!this.problems.some((problem) => problem.message === message))
      this.problems.push({ path: pointer(path), message });
    return true;
  }
}

const stepsOf = ($ref: string): string[] =>
  $ref
    .slice(2)
    .split("/")
    .map((step) => decoded(step).replaceAll("~1", "/").replaceAll("~0", "~"));

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
