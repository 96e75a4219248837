import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { listDeliveries, type StoredDelivery } from "@/lib/db/notice-deliveries";
import { findChannel } from "@/lib/db/notification-channels";
import { sendWebhook } from "@/lib/egress/send-webhook";
import { forgetEnv } from "@/lib/env";
import { publicId } from "@/lib/ids";
import { openPost, type Post } from "../members/testing/post";
import { enableChannel, rotateSecret } from "./change-channel";
import { confirmAddress, lookAtAddress } from "./confirm-address";
import { deliverNotices } from "./deliver-notices";
import { lookForNotices } from "./look-for-notices";
import { lookAtMute, muteAddress } from "./mute-address";
import { type Desk, openDesk } from "./testing/desk";
import { openReceiver, type Received, type Receiver } from "./testing/receiver";
import { resendDelivery, testChannel } from "./try-channel";

let plane: ControlPlane;
let post: Post;
let receiver: Receiver;
let desk: Desk;
let next = 0;

const allow = (ranges: string | undefined) => {
  if (ranges === undefined) delete process.env.EGRESS_ALLOW;
  else process.env.EGRESS_ALLOW = ranges;
  forgetEnv();
};

beforeAll(async () => {
  plane = await openControlPlane();
  post = await openPost();
  receiver = await openReceiver();
});
beforeEach(async () => {
  next += 1;
  desk = await openDesk(`Place ${next}`);
  allow("127.0.0.0/8");
  receiver.answer = 200;
  receiver.received.length = 0;
});
afterEach(() => allow(undefined));
afterAll(async () => {
  await receiver.close();
  await post.close();
  await plane.close();
});

const START = new Date();
const after = (seconds: number): Date => new Date(START.getTime() + seconds * 1000);
const DAY = 24 * 60 * 60;
const deliver = (seconds: number) => deliverNotices(after(seconds), { until: Number.POSITIVE_INFINITY });
const hook = () => desk.channel({ kind: "webhook", url: `${receiver.url}/hook` });
const ofChannel = (id: string): Promise<StoredDelivery[]> =>
  withOrg(desk.organizationId, (db) => listDeliveries(db, id));
const channelNow = (id: string) => withOrg(desk.organizationId, (db) => findChannel(db, id));

function lastReceived(): Received {
  const last = receiver.received.at(-1);
  if (!last) throw new Error("nothing was received");
  return last;
}

/** A held plan is put on its way to every channel of the desk. */
async function tellOfHeld(): Promise<void> {
  await desk.hold();
  await lookForNotices(desk.organizationId, START);
}

test("a webhook is sent what happened, signed by Standard Webhooks, with no redirect followed and no cell in it", async () => {
  const { id, secret } = await hook();
  await tellOfHeld();
  await Promise.all([deliver(0), deliver(0)]);
  expect(receiver.received).toHaveLength(1);
  const { body, headers } = lastReceived();
  const message = new Webhook(secret).verify(body, headers as Record<string, string>);
  expect(message).toMatchObject({ type: "registry.held", data: { registry: { name: `Place ${next}` } } });
  expect(Object.keys(message as object)).toEqual(["type", "timestamp", "data"]);
  // The scheme by hand, so that two packages of one author cannot agree on a mistake.
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  expect(headers["webhook-signature"]).toBe(
    `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
  );
  const [delivery] = await ofChannel(id);
  expect(headers["webhook-id"]).toBe(publicId("dlv", delivery?.id ?? ""));
  expect(delivery).toMatchObject({
    status: "sent",
    attempts: 1,
    lastCode: 200,
    lastProblem: null,
    nextAt: null,
  });
});

test("what fails is tried again by the schedule under the same id, and given up after a day", async () => {
  const { id } = await hook();
  await tellOfHeld();
  receiver.answer = 500;
  await deliver(0);
  expect((await ofChannel(id))[0]).toMatchObject({
    status: "waiting",
    attempts: 1,
    lastCode: 500,
    nextAt: after(5),
  });
  await deliver(4);
  expect(receiver.received).toHaveLength(1);
  for (let at = 5, last = 1; ; ) {
    await deliver(at);
    const [delivery] = await ofChannel(id);
    expect(delivery?.attempts).toBe(last + 1);
    last += 1;
    if (!delivery?.nextAt) break;
    at = (delivery.nextAt.getTime() - START.getTime()) / 1000;
  }
  expect((await ofChannel(id))[0]).toMatchObject({ status: "failed", attempts: 8, lastAt: after(DAY) });
  const ids = new Set(receiver.received.map(({ headers }) => headers["webhook-id"]));
  expect([receiver.received.length, ids.size]).toEqual([8, 1]);

  receiver.answer = 204;
  const sent = await resendDelivery(
    desk.caller,
    { id: publicId("chn", id) },
    [...ids][0] as string,
    after(DAY + 9),
  );
  expect(sent).toMatchObject({ status: "sent", code: 204 });
  expect(await channelNow(id)).toMatchObject({ failingSince: null, disabledAt: null });
});

test("a redirect is not followed, and a private address is not called", async () => {
  const { id } = await hook();
  await tellOfHeld();
  receiver.answer = 302;
  await deliver(0);
  expect((await ofChannel(id))[0]).toMatchObject({
    status: "waiting",
    lastCode: null,
    lastProblem: expect.stringContaining("redirect"),
  });
  allow(undefined);
  await deliver(5);
  expect(receiver.received).toHaveLength(1);
  expect((await ofChannel(id))[0]).toMatchObject({ attempts: 2, lastCode: null });
  expect((await ofChannel(id))[0]?.lastProblem).not.toContain("redirect");
});

test("one that never answers is waited for no longer than it may be, and its failure is one like others", async () => {
  receiver.answer = "never";
  const posted = sendWebhook(`${receiver.url}/hook`, { headers: {}, body: "{}" }, 20);
  await expect(posted).rejects.toMatchObject({ kind: "upstream-unavailable" });
});

test("an address that is gone is turned off at once, and the owners are told", async () => {
  const { id, publicId: channel } = await hook();
  await tellOfHeld();
  receiver.answer = 410;
  await deliver(0);
  expect(await channelNow(id)).toMatchObject({
    disabledAt: START,
    disabledReason: expect.stringContaining("410"),
  });
  expect((await ofChannel(id))[0]).toMatchObject({ status: "dropped", nextAt: null });
  expect(post.tokenIn(desk.email, /(is turned off: Its address)/)).not.toBe("");
  await expect(testChannel(desk.caller, { id: channel })).rejects.toMatchObject({ kind: "stale" });
  receiver.answer = 200;
  await enableChannel(desk.caller, { id: channel });
  expect(await testChannel(desk.caller, { id: channel })).toMatchObject([{ status: "sent", type: "test" }]);
});

test("one at which nothing arrives for three days is turned off", async () => {
  const { id } = await hook();
  receiver.answer = 500;
  await tellOfHeld();
  await deliver(0);
  expect(await channelNow(id)).toMatchObject({ failingSince: START, disabledAt: null });
  await deliver(3 * DAY);
  expect(await channelNow(id)).toMatchObject({ disabledReason: expect.stringContaining("three days") });
});

test("for a day after its rotation both secrets verify, and then the new one alone", async () => {
  const { publicId: channel, secret: old } = await hook();
  const { secret } = await rotateSecret(desk.caller, channel, START);
  const verifies = (by: string): boolean => {
    const { body, headers } = lastReceived();
    // The package looks at its own clock: a day later it would refuse the time alone.
    const [, key = ""] = by.split("_");
    const text = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const mac = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64");
    return String(headers["webhook-signature"]).split(" ").includes(`v1,${mac}`);
  };
  await testChannel(desk.caller, { id: channel }, after(DAY - 1));
  expect([verifies(old), verifies(secret)]).toEqual([true, true]);
  await testChannel(desk.caller, { id: channel }, after(DAY));
  expect([verifies(old), verifies(secret)]).toEqual([false, true]);
});

test("Slack is sent words, at its own address alone", async () => {
  process.env.SLACK_HOOKS_URL = receiver.url;
  forgetEnv();
  const { id } = await desk.channel({ kind: "slack", url: `${receiver.url}/services/T0/B0/x1Y2z3` });
  await expect(
    desk.channel({ kind: "slack", url: "https://hooks.slack.example/services/a" }),
  ).rejects.toThrow();
  await tellOfHeld();
  await deliver(0);
  delete process.env.SLACK_HOOKS_URL;
  forgetEnv();
  const [{ body, headers, path } = { body: "{}", headers: {}, path: "" }] = receiver.received;
  expect(path).toBe("/services/T0/B0/x1Y2z3");
  expect(JSON.parse(body).text).toContain(`*Place ${next} is held for approval*`);
  expect(headers["webhook-signature"]).toBeUndefined();
  expect((await channelNow(id))?.target).not.toContain("x1Y2z3");
});

const heldMail = /(Your approval is asked for)/;
const muteLink = /\/mute\/([\w.-]+)/;

test("people are written to by their role while they have it, with a link for that address alone", async () => {
  const { id } = await desk.channel({ kind: "roles", roles: ["owner", "approver"] });
  await tellOfHeld();
  await deliver(0);
  expect(post.tokenIn(desk.email, heldMail)).not.toBe("");
  const token = post.tokenIn(desk.email, muteLink);
  expect(await lookAtMute(token)).toMatchObject({ address: desk.email, registry: `Place ${next}` });
  expect(await lookAtMute(`${token.slice(0, -2)}xx`)).toBeNull();
  expect(await lookAtAddress(token)).toBeNull();
  await muteAddress(token, "all");
  expect(await lookAtMute(token)).toMatchObject({ isMuted: true });
  await desk.change((db) => db.run.updateMany({ data: { status: "done" } }));
  await desk.leave("up-to-date");
  await lookForNotices(desk.organizationId, after(60));
  expect((await ofChannel(id)).map(({ recipient, status }) => [recipient, status])).toEqual([
    [desk.email, "sent"],
  ]);
});

test("an address that wants mails again says so by the same link", async () => {
  const { id, publicId: channel } = await desk.channel({ kind: "roles", roles: ["owner"] });
  await tellOfHeld();
  await deliver(0);
  const token = post.tokenIn(desk.email, muteLink);
  await muteAddress(token, "registry-week");
  await muteAddress(token, "all");
  expect(await testChannel(desk.caller, { id: channel })).toMatchObject([{ status: "dropped" }]);
  await muteAddress(token, "nothing");
  expect(await lookAtMute(token)).toMatchObject({ isMuted: false });
  expect(await testChannel(desk.caller, { id: channel })).toMatchObject([{ status: "sent" }]);
  expect((await ofChannel(id)).map(({ status }) => status)).toEqual(["sent", "dropped", "sent"]);
});

test("who lost the role since is not written to", async () => {
  const { id } = await desk.channel({ kind: "roles", roles: ["owner"] });
  await tellOfHeld();
  await desk.change((db) => db.member.updateMany({ data: { role: "viewer" } }));
  await deliver(0);
  expect((await ofChannel(id))[0]).toMatchObject({ status: "dropped", recipient: desk.email });
  expect(post.tokenIn(desk.email, heldMail)).toBe("");
});

test("an address is written to once somebody there said yes", async () => {
  const address = `duty${next}@example.com`;
  const { id, publicId: channel } = await desk.channel({ kind: "address", address });
  await expect(testChannel(desk.caller, { id: channel })).rejects.toMatchObject({ kind: "stale" });
  await tellOfHeld();
  expect(await ofChannel(id)).toEqual([]);
  const token = post.tokenIn(address, /\/notifications\/([\w.-]+)/);
  expect(await lookAtAddress(token)).toMatchObject({ address, isConfirmed: false });
  await confirmAddress(token);
  await lookForNotices(desk.organizationId, after(1));
  await deliver(1);
  expect(post.tokenIn(address, /(is held for approval|waits for a person before)/)).not.toBe("");
  expect(await lookAtAddress(token, after(8 * DAY))).toBeNull();
});

test("while the mail server is away, mails wait", async () => {
  const { id } = await desk.channel({ kind: "roles", roles: ["owner"] });
  await tellOfHeld();
  post.breakDown();
  await deliver(0);
  expect((await ofChannel(id))[0]).toMatchObject({ status: "waiting", attempts: 1 });
  post.mend();
  await deliver(5);
  expect((await ofChannel(id))[0]).toMatchObject({ status: "sent", attempts: 2 });
});
