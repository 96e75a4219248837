import type { FieldType } from "@/lib/engine/value";
import type { Location } from "./location";

/** A field as a place is made with. */
export interface NewField {
  /** What people see: a property's name, a column's name, a header. Unique within the place. */
  readonly name: string;
  readonly type: FieldType;
  /** Names to choose from, for `select` and `multi-select`; empty = none are offered yet. */
  readonly options: readonly string[];
  /** The system's own type where it is to be another than the usual one of `type`; see each kind's `native-forms.ts`. */
  readonly native: string | null;
  /** For a relation: the address of the place that it points at, on the same connection. */
  readonly relatesTo: Readonly<Record<string, string | number>> | null;
}

/** A place that is to be made. */
export interface NewPlace {
  /** The address of what it is made in, as `parents` lists it; empty where the system needs none. */
  readonly parent: Readonly<Record<string, string | number>>;
  readonly title: string;
  readonly fields: readonly NewField[];
  /** Names of the fields that identify a row. */
  readonly key: readonly string[];
  /** 64 hex digits, the same for the same wish: by it a place whose answer was lost is found again. */
  readonly mark: string;
}

export interface MadePlace {
  readonly location: Location;
  /** False: an earlier call with the same mark had made it. */
  readonly isNew: boolean;
}

/**
 * How a kind makes places. Every method throws AppError: `invalid-input` with JSON pointers into the new place (`/title`,
 * `/parent`, `/fields/3/native`) for what the system would not take, `connection-broken` with the remedy, and what is to
 * be pasted, where a right is missing.
 *
 * `create` never touches a place that is there: one of the same name that does not bear the mark is refused. Given
 * again with the same mark after a lost answer, it finds what it made, as soon as the system shows it.
 */
export interface PlaceMaker {
  /** What a place can be made in, by part of its name; `mayEdit` false = the right to it is missing. */
  parents(query: string): Promise<readonly Location[]>;
  create(place: NewPlace): Promise<MadePlace>;
  /** Adds those of the fields whose names the place lacks; returns the names that were added. */
  addFields(
    address: Readonly<Record<string, string | number>>,
    fields: readonly NewField[],
  ): Promise<readonly string[]>;
}
