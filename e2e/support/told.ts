import { expect } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { openReceiver, type Receiver } from "@/lib/services/notifications/testing/receiver";
import type { Api } from "./api";

interface Made {
  readonly id: string;
  readonly secret: string;
}

export interface Told {
  readonly type: string;
  readonly data: {
    readonly outcome?: string;
    readonly brakes?: readonly { readonly kind: string; readonly value: number; readonly total: number }[];
  };
}

/** What an organization is told on channels of its own: a program of somebody's, and the owners' mail. */
export class Listener {
  private constructor(
    private readonly api: Api,
    private readonly receiver: Receiver,
    private readonly hook: Made,
    private readonly mail: Made,
  ) {}

  static async open(api: Api): Promise<Listener> {
    const receiver = await openReceiver();
    const hook = await api.ask<Made>("POST", "/webhooks", { name: "Journey", url: `${receiver.url}/in` });
    const mail = await api.ask<Made>("POST", "/notification-channels", {
      ...{ kind: "roles", name: "Journey's owners", roles: ["owner"] },
    });
    return new Listener(api, receiver, hook, mail);
  }

  /** The newest message of that type, its signature verified, once it has come. */
  async heard(type: string): Promise<Told> {
    const find = () => this.messages().find((message) => message.type === type);
    await expect.poll(() => find() !== undefined, { timeout: 60_000 }).toBe(true);
    return find() as Told;
  }

  /** How many messages of that type came. */
  count(type: string): number {
    return this.messages().filter((message) => message.type === type).length;
  }

  async close(): Promise<void> {
    for (const { id } of [this.hook, this.mail]) await this.api.ask("DELETE", `/notification-channels/${id}`);
    await this.receiver.close();
  }

  private messages(): Told[] {
    const webhook = new Webhook(this.hook.secret);
    return this.receiver.received
      .map(({ body, headers }) => webhook.verify(body, headers as Record<string, string>) as Told)
      .toReversed();
  }
}
