/** What Inngest allows; the runner refuses the same so that nothing works here that fails there. */
export const LIMITS = {
  stepsPerRun: 1000,
  stepOutputBytes: 4 * 1024 * 1024,
  runStateBytes: 32 * 1024 * 1024,
  eventBytes: 512 * 1024,
  stepMs: 2 * 3_600_000,
  retries: 20,
  batchSize: 100,
  batchWaitMs: 60_000,
  debounceMs: 7 * 86_400_000,
  /** Above this the state is not sent along; the SDK fetches it (`use_api`). */
  inlineStateBytes: 4 * 1024 * 1024,
} as const;

/** An error as the protocol carries it; `error` repeats the name or a code. */
export interface WireError {
  readonly error?: string;
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

export const tooManySteps = (): WireError => ({
  error: "function has too many steps",
  name: "InngestErrFunctionOverflowed",
  message: `The function run exceeded the step limit of ${LIMITS.stepsPerRun} steps.`,
});

export const stateTooLarge = (): WireError => ({
  error: "state is too large",
  name: "InngestErrStateOverflowed",
  message: `The function run exceeded the state size limit of ${LIMITS.runStateBytes} bytes.`,
});

export const outputTooLarge = (): WireError => ({
  error: "step output size is greater than the limit",
  name: "Error",
  message: "step output size is greater than the limit",
});

export const stepTimedOut = (): WireError => ({
  error: "request timed out",
  name: "Error",
  message: `The step did not answer within ${LIMITS.stepMs / 3_600_000} hours.`,
});

export const eventTooLarge = (): string => `Event is over the max size of ${LIMITS.eventBytes} bytes`;
