import { isObject, type JsonObject, oneOfAt, textAt } from "./body-check";
import { invalid } from "./failure";

type When = "before" | "after";

interface Gesture {
  readonly command: string;
  readonly input: JsonObject;
  readonly method: string | null;
  readonly path: RegExp | null;
  /** Before the request takes effect, or after it and before its answer. */
  readonly when: When;
  /** Matching requests until the one that it belongs to. */
  left: number;
}

/** Gestures that happen at a chosen moment in the sequence of requests, each once. */
export class Schedule {
  private waiting: Gesture[] = [];
  private readonly failed: string[] = [];

  add(input: JsonObject): void {
    const match = isObject(input.match) ? input.match : {};
    const nth = input.nth ?? 1;
    if (typeof nth !== "number" || !Number.isInteger(nth) || nth < 1)
      throw invalid("nth is the number of the matching request, from 1.");
    this.waiting.push({
      command: textAt(input.command, "command"),
      input: isObject(input.input) ? input.input : {},
      method: typeof match.method === "string" ? match.method.toUpperCase() : null,
      path: typeof match.path === "string" ? new RegExp(match.path) : null,
      when: oneOfAt(input.when ?? "before", "when", ["before", "after"]),
      left: nth,
    });
  }

  clear(): void {
    this.waiting = [];
    this.failed.length = 0;
  }

  /** How many still wait, and what went wrong with those that did not. */
  get status(): { readonly pending: number; readonly failed: readonly string[] } {
    return { pending: this.waiting.length, failed: [...this.failed] };
  }

  /** The gestures that belong to this request; they are used up. */
  meet(method: string, path: string): readonly Gesture[] {
    const matching = this.waiting.filter(
      (gesture) =>
        (gesture.method === null || gesture.method === method) &&
        (gesture.path === null || gesture.path.test(path)),
    );
    for (const gesture of matching) gesture.left--;
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    return matching.filter(({ left }) => left <= 0);
  }

  /** Does those of one moment, in the order they were asked for. A gesture that fails is remembered. */
  async run(
    gestures: readonly Gesture[],
    when: When,
    act: (command: string, input: JsonObject) => unknown,
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
