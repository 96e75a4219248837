/** Requests that the pretended systems were asked since the last reset; `writes` are those that write. */
export interface ProviderCounts {
  readonly writes: number;
  readonly total: number;
}

/** So many that nobody waits for a provider's next minute. */
const REQUESTS_A_MINUTE = 1_000_000;
const GOOGLE_LIMITS = {
  readsPerUser: REQUESTS_A_MINUTE,
  readsPerProject: REQUESTS_A_MINUTE,
  writesPerUser: REQUESTS_A_MINUTE,
  writesPerProject: REQUESTS_A_MINUTE,
};

/** A person's hands in the pretended Notion and Google, and what only a sandbox can do: faults, limits, counts. */
export class SandboxControl {
  constructor(private readonly url: string) {}

  async do<T>(provider: "notion" | "google" | "dns", command: string, input: object = {}): Promise<T> {
    const answer = await fetch(`${this.url}/${provider}/${command}`, {
      method: "POST",
      body: JSON.stringify(input),
    });
    const body = (await answer.json()) as T & { readonly error?: string };
    if (!answer.ok) throw new Error(`sandbox, ${provider} ${command}: ${body.error}`);
    return body;
  }

  counts(provider: "notion" | "google"): Promise<ProviderCounts> {
    return this.do(provider, "counts");
  }

  async liftLimits(): Promise<void> {
    await this.do("notion", "set-limits", { perMinute: REQUESTS_A_MINUTE });
    await this.do("google", "set-limits", GOOGLE_LIMITS);
  }

  async resetCounts(): Promise<void> {
    await Promise.all([this.do("notion", "reset-counts"), this.do("google", "reset-counts")]);
  }
}
