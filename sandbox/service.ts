import type { SandboxHandler } from "./server";

/** One pretended provider: what it answers on its port, and what a person's hands can do to it. */
export interface SandboxService {
  readonly handle: SandboxHandler;
  control(command: string, input: Record<string, unknown>): unknown;
}
