import { Input } from "./control-input";

type When = "before" | "after";

interface Gesture {
  readonly command: string;
  readonly input: Record<string, unknown>;
  readonly method?: string;
  readonly path?: RegExp;
  /** Before the request takes effect, or after it and before its answer leaves. */
  readonly when: When;
  /** Matching requests until the one that it belongs to. */
  left: number;
}

const objectAt = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** A person's gestures that happen at a chosen moment in the sequence of requests, each once. */
export class Schedule {
  private waiting: Gesture[] = [];
  private failed: string[] = [];

  /** {after: {method?, path?, count?}, when?, gesture: {command, input?}} */
  add(raw: Record<string, unknown>): void {
    const after = new Input(objectAt(raw.after));
    const gesture = new Input(objectAt(raw.gesture));
    const method = after.optional("method", (name) => after.text(name).toUpperCase());
    const path = after.optional("path", (name) => new RegExp(after.text(name)));
    const left = after.integer("count", 1);
    if (left < 1) throw new Error("after.count: the number of the matching request, from 1");
    const when = raw.when ?? "before";
    if (when !== "before" && when !== "after") throw new Error("when: before or after expected");
    this.waiting.push({
      command: gesture.text("command"),
      input: objectAt(gesture.raw.input),
      ...(method === undefined ? {} : { method }),
      ...(path === undefined ? {} : { path }),
      when,
      left,
    });
  }

  clear(): void {
    this.waiting = [];
    this.failed = [];
  }

  /** How many still wait, and what went wrong with those that do not. */
  get status(): { readonly pending: number; readonly failed: readonly string[] } {
    return { pending: this.waiting.length, failed: [...this.failed] };
  }

  /** The gestures that belong to this request; they are used up. */
  meet(method: string, path: string): readonly Gesture[] {
    const matching = this.waiting.filter(
      (one) => (one.method ?? method) === method && (one.path?.test(path) ?? true),
    );
    for (const one of matching) one.left--;
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    return matching.filter(({ left }) => left <= 0);
  }

  /** Makes those of one moment, in the order they were asked for. One that fails is remembered. */
  async run(
    gestures: readonly Gesture[],
    when: When,
    act: (command: string, input: Record<string, unknown>) => unknown,
  ): Promise<void> {
    for (const gesture of gestures) {
      if (gesture.when !== when) continue;
      try {
        await act(gesture.command, gesture.input);
      } catch (error) {
        this.failed.push(`${gesture.command}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
