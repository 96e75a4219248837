import { Chance } from "../../chance";
import type { Change } from "../change";
import { newId } from "../identifier";
import type { ConnectionRecord, SubscriptionRecord } from "../record";
import type { Call, Version, World } from "../world";
import { canSee, canSeeDatabase, canSeePage } from "../world";
import { Courier, type DeliveryCounts } from "./courier";
import { eventsOf, lockEvent, type WebhookEvent } from "./event";
import { Gathering } from "./gathering";

/** How often the machine looks whether something is due by the sandbox's clock, while anything waits. */
const TICK_MS = 250;

/**
 * Webhooks of the pretended workspace: changes are gathered, come to events when their window is over, and are
 * sent to the subscriptions that may hear of them. What waits is in memory and ends with the process, as lost
 * as real events may be; subscriptions stay.
 */
export class Webhooks {
  private readonly world: World;
  private readonly gathering = new Gathering();
  private readonly courier: Courier;
  private author: string;
  private isTicking = false;
  private running: Promise<void> = Promise.resolve();

  constructor(world: World) {
    this.world = world;
    this.courier = new Courier(world, new Chance(world.settings().seed));
    this.author = world.state.workspace.humanId;
    world.state.onChange = (change) => this.note(change);
  }

  /** Changes during `work` are this person's or this bot's. */
  by<T>(author: string, work: () => T): T {
    const before = this.author;
    this.author = author;
    try {
      return work();
    } finally {
      this.author = before;
    }
  }

  /** Sends what is due; with `all`, ends every window now and waits for nothing. */
  async flush(all: boolean): Promise<DeliveryCounts> {
    this.running = this.running.then(async () => {
      const { webhookWindowMs } = this.world.settings();
      const until = all ? Number.POSITIVE_INFINITY : this.world.clock.now() - webhookWindowMs;
      for (const event of eventsOf(this.world, this.gathering.take(until))) this.tell(event);
      await this.courier.run(all);
    });
    await this.running;
    return this.courier.counts;
  }

  private note(change: Change): void {
    if (this.listening().length === 0) return;
    const at = this.world.clock.now();
    const lock = lockEvent(this.world, { change, authors: [this.author], openedAt: at, lastAt: at });
    if (lock !== null) this.tell(lock);
    this.gathering.add(change, this.author, at);
    this.tick();
  }

  private tick(): void {
    if (this.isTicking) return;
    this.isTicking = true;
    setTimeout(async () => {
      const { waiting } = await this.flush(false);
      this.isTicking = false;
      if (waiting > 0 || this.gathering.size > 0) this.tick();
    }, TICK_MS).unref();
  }

  private listening(): SubscriptionRecord[] {
    return [...this.world.state.subscriptions.all()].filter(({ status }) => status === "active");
  }

  private tell(event: WebhookEvent): void {
    for (const subscription of this.listening()) {
      const connection = this.world.state.connections.get(subscription.connectionId);
      if (connection === undefined || !subscription.events.includes(event.type)) continue;
      if (!this.mayHear(subscription, connection, event)) continue;
      this.courier.accept(subscription.id, envelope(this.world, subscription, connection, event));
    }
  }

  private mayHear(
    { apiVersion }: SubscriptionRecord,
    connection: ConnectionRecord,
    { entity, data }: WebhookEvent,
  ): boolean {
    if (!connection.capabilities.includes("read")) return false;
    const call: Call = { ...this.world, connection, version: apiVersion as Version };
    const { state } = this.world;
    // A page that is gone for good is judged by the table it was in.
    const parent = data.parent as { readonly data_source_id?: string };
    const source = state.source(entity.type === "page" ? (parent.data_source_id ?? "") : entity.id);
    if (source !== undefined) return canSee(call, source);
    const page = state.page(entity.id);
    const database = state.database(entity.id);
    if (page !== undefined) return canSeePage(call, page);
    return database !== undefined && canSeeDatabase(call, database);
  }
}

/** What is sent, but for the number of the attempt. Times have milliseconds here, unlike pages'. */
function envelope(
  { state, settings }: World,
  subscription: SubscriptionRecord,
  connection: ConnectionRecord,
  event: WebhookEvent,
): Readonly<Record<string, unknown>> {
  const { ownerId } = connection;
  const isBot = (id: string) => state.connections.get(id) !== undefined;
  return {
    id: newId(),
    timestamp: new Date(event.at).toISOString(),
    workspace_id: state.workspace.id,
    workspace_name: settings().workspaceName,
    subscription_id: subscription.id,
    integration_id: connection.id,
    authors: event.authors.map((id) => ({ id, type: isBot(id) ? "bot" : "person" })),
    ...(ownerId === null
      ? {}
      : {
          accessible_by: [
            { id: ownerId, type: "person" },
            { id: connection.id, type: "bot" },
          ],
        }),
    api_version: subscription.apiVersion,
    type: event.type,
    entity: event.entity,
    data: event.data,
  };
}
