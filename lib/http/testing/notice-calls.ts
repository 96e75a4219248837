import { expect } from "vitest";
import { openPost } from "@/lib/services/members/testing/post";
import type { Answer, DocumentClient } from "./document-client";

const of = (id: string) => ({ path: { id } });

/** Every call about who is told of what. */
export async function makeNoticeCalls(client: DocumentClient, registry: string): Promise<void> {
  const post = await openPost();
  // Nobody listens there: what is tried is told as not arrived.
  const hook = { name: "Duty desk", url: "https://127.0.0.1:9/hook" };
  const { secret, ...made } = await client.call("createWebhook", { body: hook });
  expect(secret).toMatch(/^whsec_/);
  expect((await client.call("listWebhooks")).data).toMatchObject([{ id: made.id }]);
  await client.call("getWebhook", of(made.id));
  await client.call("changeWebhook", { ...of(made.id), body: { level: "critical" } });
  expect((await client.call("rotateWebhookSecret", of(made.id))).secret).not.toBe(secret);
  const sent = await client.call("testWebhook", of(made.id));
  const { data: deliveries } = await client.call("listWebhookDeliveries", of(made.id));
  expect(deliveries.map((one: Answer) => one.id)).toContain(sent.id);
  const again = { path: { id: made.id, delivery: sent.id } };
  await client.call("resendWebhookDelivery", again);
  await client.call("resendNotification", again);
  await client.call("enableNotificationChannel", of(made.id));
  await client.call("testNotificationChannel", of(made.id));
  const mail = { kind: "address", name: "Bo", address: "bo@example.com" };
  const { channel = null, ...plain } = await client.call("createNotificationChannel", { body: mail });
  const id = (channel ?? plain).id;
  await client.call("askNotificationAddress", of(id));
  await client.call("changeNotificationChannel", { ...of(id), body: { name: "Bo's mail" } });
  // The owners' mail, which every organization begins with, is the third.
  expect((await client.call("listNotificationChannels")).data).toHaveLength(3);
  await client.call("deleteNotificationChannel", of(id));
  await client.call("deleteWebhook", of(made.id));
  await client.call("muteRegistry", { ...of(registry), body: { hours: 1 } });
  expect((await client.call("getRegistryMute", of(registry))).mutedUntil).not.toBeNull();
  await client.call("unmuteRegistry", of(registry));
  await post.close();
}
