import { serve } from "../../server";
import type { Harness } from "./harness";

export interface Received {
  /** The bytes as they came. */
  readonly raw: string;
  readonly signature: string | undefined;
  readonly body: Record<string, unknown> & {
    readonly id?: string;
    readonly type?: string;
    readonly attempt_number?: number;
    readonly verification_token?: string;
  };
}

export interface Receiver {
  readonly url: string;
  /** What came, oldest first. */
  readonly received: Received[];
  /** What it answers from now on. */
  status: number;
  stop(): Promise<void>;
}

/** A server on loopback that keeps what webhooks bring. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const { server, url } = await serve(0, (request) => {
    const raw = request.body.toString("utf8");
    received.push({ raw, signature: request.headers["x-notion-signature"], body: JSON.parse(raw) });
    return { status: receiver.status, body: "" };
  });
  const receiver: Receiver = {
    url: `${url}/webhooks`,
    received,
    status: 200,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** An active subscription of the harness's connection; what it received so far is forgotten. */
export async function subscribe(
  harness: Harness,
  receiver: Receiver,
  more: Record<string, unknown> = {},
): Promise<{ readonly subscriptionId: string; readonly verificationToken: string }> {
  const made = await harness.control("make-subscription", {
    connectionId: harness.connectionId,
    url: receiver.url,
    ...more,
  });
  const verificationToken = String(receiver.received.at(-1)?.body.verification_token);
  const subscriptionId = String(made.subscriptionId);
  harness.control("confirm-subscription", { subscriptionId, verificationToken });
  receiver.received.length = 0;
  return { subscriptionId, verificationToken };
}
