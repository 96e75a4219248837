import "server-only";
import { notFound } from "next/navigation";
import type { ActionResult, Asked } from "@/components/action";
import type { Caller } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { AppError, type ErrorKind } from "@/lib/errors";
import { admitAction } from "@/lib/http/admit-action";
import { shownError } from "@/lib/http/shown-error";

/**
 * What a service finds for a page; what is not there, is another organization's, or not for his role, is not found, and
 * neither is an address that asks for what cannot be.
 */
export async function found<T>(org: string, read: (caller: Caller) => Promise<T>): Promise<T> {
  const result = await sought(org, async (caller) => ({ view: await read(caller) }));
  if (result === null) notFound();
  return result.view;
}

/** The same for a part of a page; null where it is not found. */
export async function sought<T>(org: string, read: (caller: Caller) => Promise<T>): Promise<T | null> {
  const caller = await requestCaller(org);
  try {
    return await read(caller);
  } catch (thrown) {
    if (thrown instanceof AppError && NOT_FOUND.has(thrown.kind)) return null;
    throw thrown;
  }
}

const NOT_FOUND: ReadonlySet<ErrorKind> = new Set(["not-found", "forbidden", "invalid-input"]);

/** A service's answer to a button: a refusal becomes words, never a broken page. `goTo`: where its result is shown. */
export async function answer<T>(
  org: string,
  work: (caller: Caller) => Promise<T>,
  goTo?: (result: T) => string | undefined,
): Promise<ActionResult> {
  const caller = await requestCaller(org);
  try {
    await admitAction(caller.organizationId);
    const result = await work(caller);
    return { problem: null, goTo: goTo?.(result) };
  } catch (thrown) {
    const { message, remedy, paths } = refusal(thrown, caller);
    const faults = paths.map((path) => path.message).filter((fault) => fault !== message);
    return { problem: { message, remedy, faults } };
  }
}

/** A service's view for a screen that asked for it; a refusal says where in what was sent. */
export async function asked<T>(org: string, work: (caller: Caller) => Promise<T>): Promise<Asked<T>> {
  const caller = await requestCaller(org);
  try {
    await admitAction(caller.organizationId);
    return { refusal: null, view: await work(caller) };
  } catch (thrown) {
    const { message, remedy, paths } = refusal(thrown, caller);
    return { refusal: { message, remedy, paths }, view: null };
  }
}

const refusal = (thrown: unknown, { requestId }: Caller): AppError =>
  shownError(thrown, { event: "action.failed", errorId: requestId });
