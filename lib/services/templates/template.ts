import type { FieldType } from "@/lib/engine/value";

/** The systems that a template knows how to be made on. */
export const TEMPLATE_KINDS = ["notion", "postgres", "google-sheets"] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** A field as a template has it; keywords are those of `lib/rules/schema-shape.ts`. */
export interface TemplateField {
  readonly name: string;
  /** What people write into it, in one short sentence. */
  readonly description: string;
  readonly type: FieldType;
  /** The name of the option set that its values come from. */
  readonly options?: string;
  /** The system's own type, where it is not the usual one of `type` there. */
  readonly native?: Readonly<Partial<Record<TemplateKind, string>>>;
  /** Where it is edited if the registry has a side there; the others then only receive it. */
  readonly editedIn?: TemplateKind;
  readonly isRequired?: true;
  /** What its values keep to besides type and options. */
  readonly rules?: Readonly<Record<string, unknown>>;
}

/** A rule over the whole row, fields by name; its form is that of `lib/rules/custom-rule.ts`. */
export type TemplateRule =
  | {
      readonly id: string;
      readonly kind: "formula";
      readonly expression: string;
      readonly severity: "error" | "warning";
      readonly message: string;
    }
  | {
      readonly id: string;
      readonly kind: "pattern";
      readonly field: string;
      readonly pattern: string;
      readonly severity: "error" | "warning";
      readonly message: string;
    };

/** A registry that many organizations keep, ready to be made on any of the systems. */
export interface Template {
  readonly id: string;
  readonly name: string;
  /** For whom, as the end of "For ...". */
  readonly audience: string;
  readonly description: string;
  /** Names of the fields that identify a row. */
  readonly key: readonly string[];
  readonly fields: readonly TemplateField[];
  readonly optionSets: readonly { readonly name: string; readonly options: readonly string[] }[];
  /** The states of one field, and which may follow which. */
  readonly lifecycle: {
    readonly field: string;
    readonly initial: readonly string[];
    readonly transitions: Readonly<Record<string, readonly string[]>>;
  } | null;
  readonly rules: readonly TemplateRule[];
  /** Three rows to look at, by field name in canonical form; nobody gets them written. */
  readonly sample: readonly Readonly<Record<string, string | boolean | readonly string[]>>[];
}
