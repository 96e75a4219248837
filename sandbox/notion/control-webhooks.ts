import { arrayAt, type JsonObject, oneOfAt, textAt } from "./body-check";
import type { Command } from "./desk";
import { invalid } from "./failure";
import { newId, parseId } from "./identifier";
import { newSecret } from "./oauth";
import type { SubscriptionRecord } from "./record";
import { EVENT_TYPES } from "./webhook/event";
import { isOwnAddress } from "./webhook/own-address";
import { send, signatureOf } from "./webhook/send";
import type { World } from "./world";

/** What the real API offers in a screen: subscriptions of a connection, proven by the token that was sent. */
export const webhookCommands: Readonly<Record<string, Command>> = {
  "make-subscription": ({ world }, input) => makeSubscription(world, input),
  "confirm-subscription": ({ world }, input) => {
    const subscription = namedSubscription(world, input);
    if (input.verificationToken !== subscription.verificationToken)
      throw invalid("verificationToken is not the one that was sent to the address.");
    world.state.subscriptions.put({ ...subscription, status: "active" });
  },
  "change-subscription": ({ world }, input) =>
    world.state.subscriptions.put({ ...namedSubscription(world, input), events: eventsAt(input.events) }),
  "pause-subscription": ({ world }, input) => setStatus(world, input, "active", "paused"),
  "resume-subscription": ({ world }, input) => setStatus(world, input, "paused", "active"),
  "delete-subscription": ({ world }, input) =>
    world.state.subscriptions.delete(namedSubscription(world, input).id),
  "list-subscriptions": ({ world }) =>
    [...world.state.subscriptions.all()].map(({ verificationToken: _secret, ...shown }) => shown),
  "flush-webhooks": ({ webhooks }, input) => webhooks.flush(input.all === true),
};

async function makeSubscription(world: World, input: JsonObject): Promise<unknown> {
  const url = textAt(input.url, "url");
  if (!isOwnAddress(url)) throw invalid(`The sandbox sends to this machine alone, not to ${url}.`);
  const subscription: SubscriptionRecord = {
    id: newId(),
    connectionId: namedConnection(world, input),
    url,
    verificationToken: newSecret("secret"),
    events: input.events === undefined ? EVENT_TYPES : eventsAt(input.events),
    apiVersion: oneOfAt(input.apiVersion ?? "2026-03-11", "apiVersion", ["2025-09-03", "2026-03-11"]),
    status: "pending",
  };
  world.state.subscriptions.put(subscription);
  const { verificationToken } = subscription;
  const body = JSON.stringify({ verification_token: verificationToken });
  const isSigned = world.settings().webhookHandshakeSigned;
  const answered = await send(url, body, isSigned ? signatureOf(body, verificationToken) : null);
  return { subscriptionId: subscription.id, answered };
}

/** Named by its id, or by a token of it. */
function namedConnection(world: World, input: JsonObject): string {
  const id =
    typeof input.token === "string"
      ? world.state.tokens.get(input.token)?.connectionId
      : (parseId(input.connectionId) ?? undefined);
  if (id === undefined || world.state.connections.get(id) === undefined)
    throw invalid("There is no connection with this connectionId or token.");
  return id;
}

function namedSubscription(world: World, input: JsonObject): SubscriptionRecord {
  const found = world.state.subscriptions.get(parseId(input.subscriptionId) ?? "");
  if (found === undefined) throw invalid(`There is no subscription ${String(input.subscriptionId)}.`);
  return found;
}

function setStatus(
  world: World,
  input: JsonObject,
  from: SubscriptionRecord["status"],
  to: SubscriptionRecord["status"],
): void {
  const subscription = namedSubscription(world, input);
  if (subscription.status !== from) throw invalid(`The subscription is ${subscription.status}, not ${from}.`);
  world.state.subscriptions.put({ ...subscription, status: to });
}

const eventsAt = (value: unknown): string[] =>
  arrayAt(value, "events").map((type, at) => oneOfAt(type, `events[${at}]`, EVENT_TYPES));
