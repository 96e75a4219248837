type Input = Readonly<Record<string, unknown>>;
type When = "before" | "after";

interface Gesture {
  readonly command: string;
  readonly input: Input;
  readonly method: string | null;
  readonly path: RegExp | null;
  /** Before the request takes effect, or after it and before its answer. */
  readonly when: When;
  /** Matching requests until the one that it belongs to. */
  left: number;
}

const isObject = (value: unknown): value is Input =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** People's gestures that happen at a chosen moment in the sequence of requests, each once. */
export class Schedule {
  private waiting: Gesture[] = [];
  private failed: string[] = [];

  /** {command, input?, match: {method?, path?}, nth?, when?}. Throws an Error that says what is wrong. */
  add({ command, input, match, nth = 1, when = "before" }: Input): void {
    if (typeof command !== "string") throw new Error("command: text expected");
    if (typeof nth !== "number" || !Number.isInteger(nth) || nth < 1)
      throw new Error("nth is the number of the matching request, from 1");
    if (when !== "before" && when !== "after") throw new Error("when: before or after expected");
    const { method, path } = isObject(match) ? match : {};
    this.waiting.push({
      command,
      input: isObject(input) ? input : {},
      method: typeof method === "string" ? method.toUpperCase() : null,
      path: typeof path === "string" ? new RegExp(path) : null,
      when,
      left: nth,
    });
  }

  clear(): void {
    this.waiting = [];
    this.failed = [];
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
    act: (command: string, input: Record<string, unknown>) => unknown,
  ): Promise<void> {
    for (const gesture of gestures) {
      if (gesture.when !== when) continue;
      try {
        await act(gesture.command, { ...gesture.input });
      } catch (error) {
        this.failed.push(`${gesture.command}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}
