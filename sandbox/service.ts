import type { SandboxHandler } from "./server";

/** One pretended provider: its API as clients see it, and the hands of the people and operators behind it. */
export interface SandboxService {
  readonly handle: SandboxHandler;
  control(command: string, input: Record<string, unknown>): unknown;
}
