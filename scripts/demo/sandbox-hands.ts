export interface SandboxAccess {
  readonly notion: string;
  readonly google: string;
  readonly control: string;
  readonly notionToken: string;
  readonly googleAccessToken: string;
  readonly googleRefreshToken: string;
}

/** What a person does by hand in the pretended Notion and Google, through the sandbox's control API. */
export class SandboxHands {
  constructor(readonly access: SandboxAccess) {}

  async do<T>(provider: "notion" | "google", command: string, input: object): Promise<T> {
    const answer = await fetch(`${this.access.control}/${provider}/${command}`, {
      method: "POST",
      body: JSON.stringify(input),
    });
    const body = (await answer.json()) as T & { error?: string };
    if (!answer.ok) throw new Error(`${provider} ${command}: ${body.error}`);
    return body;
  }
}
