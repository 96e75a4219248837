import type { Chance } from "../../chance";
import type { SubscriptionRecord } from "../record";
import type { World } from "../world";
import { isTaken, send, signatureOf } from "./send";

const MAX_ATTEMPTS = 8;

/** After the n-th failure: 16 s, then four times as long each, so that the eighth attempt is a day later. */
const waitAfter = (attempt: number): number => 16_000 * 4 ** (attempt - 1);

interface Delivery {
  readonly subscriptionId: string;
  /** All but the attempt's number. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempt: number;
  readonly dueAt: number;
  readonly isForged: boolean;
}

export interface DeliveryCounts {
  /** Taken by the receiver, duplicates included. */
  readonly delivered: number;
  /** Refused, or not answered; it is tried again. */
  readonly failed: number;
  /** Never sent. */
  readonly lost: number;
  /** Given up after the eighth attempt. */
  readonly givenUp: number;
  readonly waiting: number;
}

/** Brings events to their addresses: late, out of order, twice or not at all, as the settings say. */
export class Courier {
  private readonly world: World;
  private readonly chance: Chance;
  private waiting: Delivery[] = [];
  private tally = { delivered: 0, failed: 0, lost: 0, givenUp: 0 };

  constructor(world: World, chance: Chance) {
    this.world = world;
    this.chance = chance;
  }

  get counts(): DeliveryCounts {
    return { ...this.tally, waiting: this.waiting.length };
  }

  accept(subscriptionId: string, payload: Readonly<Record<string, unknown>>): void {
    const settings = this.world.settings();
    if (this.chance.strikes(settings.webhookLossRate)) {
      this.tally.lost++;
      return;
    }
    const dueAt = this.world.clock.now() + Math.floor(this.chance.next() * settings.webhookDelayMs);
    const delivery = { subscriptionId, payload, attempt: 1, dueAt, isForged: false };
    this.waiting.push(delivery);
    if (this.chance.strikes(settings.webhookForgedRate)) this.waiting.push({ ...delivery, isForged: true });
  }

  /** Sends what is due; with `all` also what is to wait longer, each thing once. */
  async run(all: boolean): Promise<void> {
    const now = this.world.clock.now();
    let due = this.waiting.filter(({ dueAt }) => all || dueAt <= now);
    while (due.length > 0) {
      const taken = new Set(due);
      this.waiting = this.waiting.filter((delivery) => !taken.has(delivery));
      for (const delivery of this.inOrder(due)) await this.attempt(delivery, now);
      // A duplicate is due at once.
      due = this.waiting.filter(({ dueAt }) => dueAt <= now);
    }
  }

  private inOrder(due: Delivery[]): Delivery[] {
    if (!this.world.settings().webhookShuffled) return due.sort((a, b) => a.dueAt - b.dueAt);
    return due
      .map((delivery) => ({ delivery, place: this.chance.next() }))
      .sort((a, b) => a.place - b.place)
      .map(({ delivery }) => delivery);
  }

  private async attempt(delivery: Delivery, now: number): Promise<void> {
    const subscription = this.world.state.subscriptions.get(delivery.subscriptionId);
    if (subscription?.status !== "active") return;
    const taken = isTaken(await post(subscription, delivery));
    if (delivery.isForged) return;
    const { attempt } = delivery;
    if (taken) this.tally.delivered++;
    else this.tally.failed++;
    if (taken && !this.chance.strikes(this.world.settings().webhookDuplicateRate)) return;
    if (attempt === MAX_ATTEMPTS) {
      if (!taken) this.tally.givenUp++;
      return;
    }
    this.waiting.push({ ...delivery, attempt: attempt + 1, dueAt: taken ? now : now + waitAfter(attempt) });
  }
}

function post(subscription: SubscriptionRecord, delivery: Delivery): Promise<number | null> {
  const { url, verificationToken } = subscription;
  const body = JSON.stringify({ ...delivery.payload, attempt_number: delivery.attempt });
  return send(
    url,
    body,
    signatureOf(body, delivery.isForged ? `not ${verificationToken}` : verificationToken),
  );
}
