import type { SandboxHandler } from "./server";

/** A pretended provider: what it answers over HTTP, and what a person does to it by hand. */
export interface SandboxService {
  readonly handle: SandboxHandler;
  control(command: string, input: Record<string, unknown>): unknown;
}
