import { Chance } from "../chance";
import type { Clock } from "../clock";
import type { Store } from "../store";
import { visibleInDrive } from "./access";
import type { Channel } from "./channel";
import { GoogleError } from "./errors";
import type { FileEvent } from "./file-event";
import type { Book } from "./grid";
import { type Notification, send } from "./notification";

const CHANNELS = "google.channel";
const ATTEMPTS = 6;

/** How notifications go astray. `hold` keeps them until they are asked for, so that order can be tested. */
export interface Delivery {
  readonly hold: boolean;
  readonly loss: number;
  readonly duplicates: number;
  readonly shuffle: boolean;
  readonly seed: number;
}

interface Waiting extends Notification {
  readonly attempt: number;
  readonly notBefore: number;
}

/** Living channels and the notifications on their way. Channels are on disk, what waits is not. */
export class Channels {
  private readonly live = new Map<string, Channel>();
  private waiting: Waiting[] = [];
  private sending: Promise<unknown> = Promise.resolve();
  private delivery: Delivery = { hold: false, loss: 0, duplicates: 0, shuffle: false, seed: 1 };
  private chance = new Chance(1);

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {
    for (const channel of store.all<Channel>(CHANNELS)) this.live.set(channel.id, channel);
  }

  /** Channels that have not ended. */
  list(): Channel[] {
    const now = this.clock.now();
    for (const channel of this.live.values()) if (channel.expiration <= now) this.end(channel);
    return [...this.live.values()];
  }

  set(delivery: Partial<Delivery>): Delivery {
    this.delivery = { ...this.delivery, ...delivery };
    this.chance = new Chance(this.delivery.seed);
    return this.delivery;
  }

  /** Opens a channel and sends its first message. 400 for an id in use. */
  open(channel: Channel): void {
    if (this.list().some((one) => one.id === channel.id))
      throw new GoogleError(400, "channelIdNotUnique", `Channel id ${channel.id} not unique`);
    this.enqueue(channel, { state: "sync", changed: [] });
  }

  /** 404 unless id and resource belong to one living channel of the same project. */
  stop(id: string, resourceId: string, project: string): void {
    const channel = this.list().find((one) => one.id === id && one.resourceId === resourceId);
    if (channel === undefined || channel.caller.project !== project)
      throw new GoogleError(404, "notFound", `Channel '${id}' not found for project '${project}'`);
    this.end(channel);
  }

  /** Tells the channels that an event concerns. `book` is the file as it is now. */
  tell(event: FileEvent, book: Book | undefined): void {
    for (const channel of this.list()) {
      if (channel.fileId === event.fileId)
        this.enqueue(channel, { state: event.what, changed: event.changed });
      const { caller } = channel;
      const sees = visibleInDrive(book, caller) || event.people.includes(caller.email);
      if (channel.fileId === undefined && sees) this.enqueue(channel, { state: "change", changed: [] });
    }
  }

  /** Sends what waits and is due; what was answered to each. */
  async deliver(): Promise<{ channelId: string; number: number; status: number }[]> {
    const sent = this.sending.then(() => this.sendDue());
    this.sending = sent.catch(() => undefined);
    return await sent;
  }

  deliverUnheld(): void {
    if (!this.delivery.hold && this.waiting.length > 0) void this.deliver();
  }

  private async sendDue(): Promise<{ channelId: string; number: number; status: number }[]> {
    const now = this.clock.now();
    const due = this.waiting.filter((one) => one.notBefore <= now);
    this.waiting = this.waiting.filter((one) => one.notBefore > now);
    const answers = [];
    for (const one of this.astray(due)) {
      const status = await send(one);
      answers.push({ channelId: one.channel.id, number: one.number, status });
      const again = [0, 500, 502, 503, 504].includes(status) && one.attempt < ATTEMPTS;
      if (again)
        this.waiting.push({ ...one, attempt: one.attempt + 1, notBefore: now + 1000 * 2 ** one.attempt });
    }
    return answers;
  }

  private astray(due: readonly Waiting[]): Waiting[] {
    const { loss, duplicates, shuffle } = this.delivery;
    const kept = due.filter(() => !this.chance.strikes(loss));
    const sent = kept.flatMap((one) => (this.chance.strikes(duplicates) ? [one, one] : [one]));
    return shuffle ? this.chance.shuffled(sent) : sent;
  }

  // Numbers rise, but not by one: a client that counts on the next number is wrong.
  private enqueue(channel: Channel, what: Pick<Notification, "state" | "changed">): void {
    const before = this.live.get(channel.id) ?? channel;
    const number = before.messages === 0 ? 1 : before.messages + 1 + (before.messages % 3);
    const next = { ...before, messages: number };
    this.live.set(channel.id, next);
    this.store.put(CHANNELS, channel.id, next);
    this.waiting.push({ channel: next, number, ...what, attempt: 0, notBefore: this.clock.now() });
    setImmediate(() => this.deliverUnheld());
  }

  private end(channel: Channel): void {
    this.live.delete(channel.id);
    this.store.delete(CHANNELS, channel.id);
    this.waiting = this.waiting.filter((one) => one.channel.id !== channel.id);
  }
}
