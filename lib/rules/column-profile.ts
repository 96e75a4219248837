/** What the values of one field have in common, gathered value by value in bounded memory. */
import { fastFormats } from "ajv-formats/dist/formats";
import type { Field } from "@/lib/engine/field";
import type { Value } from "@/lib/engine/value";
import { CodeShapes } from "./code-shape";
import { listed } from "./fault-message";

/** One rule that a person may tick or leave. */
export interface Proposal {
  /** Stable: the field and the kind. */
  readonly id: string;
  readonly field: string;
  readonly kind: "required" | "enum" | "format" | "pattern" | "range" | "unique-key";
  /** A sentence about the field. */
  readonly text: string;
  /** Rows that do not keep to it now, and rows that were looked at. */
  readonly failing: number;
  readonly total: number;
  /** What it adds to the field's schema; nothing for `required` and `unique-key`. */
  readonly keywords: Readonly<Record<string, unknown>>;
}

/** What holds for so many rows was meant to hold; the others are mistakes to be shown. */
const NEARLY_ALL = 0.99;

/** How many values it takes before what they have in common is no accident. */
const FEW = 5;
const MANY = 20;

const MAX_MEMBERS = 20;
const MAX_DISTINCT = 1_000;
const MAX_MEMBER_LENGTH = 200;

/** A format, what its values look like beyond being accepted by it, and how to say so. */
const DETECTED = [
  { format: "email", looks: /@/, words: "an e-mail address" },
  { format: "uri", looks: /^https?:\/\//i, words: "a web address" },
  { format: "uuid", looks: /^[0-9a-f]{8}-/i, words: "a UUID" },
] as const;

interface FormatCount {
  looking: number;
  accepted: number;
}

export class ColumnProfile {
  private total = 0;
  private filled = 0;
  private negative = 0;
  /** null once there are too many to be a list of options. */
  private distinct: Map<string, number> | null = new Map();
  private readonly formats = DETECTED.map((): FormatCount => ({ looking: 0, accepted: 0 }));
  private readonly shapes = new CodeShapes();

  constructor(
    readonly field: Field,
    private readonly isKey: boolean,
  ) {}

  add(value: Value): void {
    this.total += 1;
    if (value === null) return;
    this.filled += 1;
    if (typeof value !== "string") return;
    const { type } = this.field;
    if (type === "number" || type === "integer") this.negative += value.startsWith("-") ? 1 : 0;
    if (type === "text" || type === "select") this.addDistinct(value);
    if (type === "text") this.addText(value);
  }

  proposals(): Proposal[] {
    const text = this.enumProposal() ?? this.formatProposal() ?? this.patternProposal();
    return [this.requiredProposal(), text, this.rangeProposal()].filter((proposal) => proposal !== null);
  }

  private addDistinct(value: string): void {
    if (this.distinct === null) return;
    this.distinct.set(value, (this.distinct.get(value) ?? 0) + 1);
    if (this.distinct.size > MAX_DISTINCT || value.length > MAX_MEMBER_LENGTH) this.distinct = null;
  }

  private addText(value: string): void {
    this.shapes.add(value);
    for (const [at, { format, looks }] of DETECTED.entries()) {
      const count = this.formats[at];
      const check = fastFormats[format];
      if (count === undefined || !(check instanceof RegExp) || !check.test(value)) continue;
      count.accepted += 1;
      if (looks.test(value)) count.looking += 1;
    }
  }

  private requiredProposal(): Proposal | null {
    if (!this.isKey && (this.filled === 0 || this.filled < NEARLY_ALL * this.total)) return null;
    return this.propose("required", "is filled in", { failing: this.total - this.filled, keywords: {} });
  }

  /** A text is an option only if it recurs; an option of a select field is one even if a single row has it. */
  private enumProposal(): Proposal | null {
    const { type } = this.field;
    if (this.isKey || this.distinct === null || this.total <= MANY) return null;
    const recurring = [...this.distinct]
      .filter(([, rows]) => type === "select" || rows > 1)
      .sort(([a, rowsOfA], [b, rowsOfB]) => rowsOfB - rowsOfA || (a < b ? -1 : 1));
    const members = recurring.slice(0, MAX_MEMBERS);
    const covered = members.reduce((sum, [, rows]) => sum + rows, 0);
    if (members.length === 0 || covered < NEARLY_ALL * this.filled) return null;
    const values = members.map(([value]) => value);
    const failing = this.filled - covered;
    return this.propose("enum", `is one of ${listed(values)}`, { failing, keywords: { enum: values } });
  }

  private formatProposal(): Proposal | null {
    if (this.filled < FEW) return null;
    const at = this.formats.findIndex(({ looking }) => looking >= NEARLY_ALL * this.filled);
    const [detected, count] = [DETECTED[at], this.formats[at]];
    if (detected === undefined || count === undefined) return null;
    const keywords = { format: detected.format };
    return this.propose("format", `is ${detected.words}`, {
      failing: this.filled - count.accepted,
      keywords,
    });
  }

  private patternProposal(): Proposal | null {
    const shape = this.shapes.common(NEARLY_ALL);
    if (shape === null || this.filled < MANY) return null;
    const keywords = { pattern: shape.pattern };
    return this.propose("pattern", `matches ${shape.pattern}`, {
      failing: this.filled - shape.values,
      keywords,
    });
  }

  private rangeProposal(): Proposal | null {
    const { type } = this.field;
    if ((type !== "number" && type !== "integer") || this.filled < FEW || this.negative > 0) return null;
    return this.propose("range", "is never below 0", { failing: 0, keywords: { minimum: 0 } });
  }

  private propose(
    kind: Proposal["kind"],
    words: string,
    rule: Pick<Proposal, "failing" | "keywords">,
  ): Proposal {
    const { id, name } = this.field;
    return { id: `${id}:${kind}`, field: id, kind, text: `${name} ${words}.`, total: this.total, ...rule };
  }
}
