/** An answer that is an error, in Stripe's envelope. */
export class StripeFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
    private readonly details: {
      readonly type?: string;
      readonly code?: string;
      readonly param?: string;
    } = {},
  ) {
    super(message);
  }

  get body(): { readonly error: Readonly<Record<string, string>> } {
    return { error: { type: "invalid_request_error", ...this.details, message: this.message } };
  }
}

export const unknownParameter = (param: string): StripeFailure =>
  new StripeFailure(400, `Received unknown parameter: ${param}`, { code: "parameter_unknown", param });
