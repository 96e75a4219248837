import "server-only";
import { notFound } from "next/navigation";
import type { ActionResult } from "@/components/action";
import type { Caller } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { AppError, asAppError } from "@/lib/errors";

/** What a service finds for a page; what is not there, or is another organization's, is not found. */
export async function found<T>(org: string, read: (caller: Caller) => Promise<T>): Promise<T> {
  const caller = await requestCaller(org);
  try {
    return await read(caller);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind === "not-found") notFound();
    throw thrown;
  }
}

/** A service's answer to a button: a refusal becomes words, never a broken page. */
export async function answer(org: string, work: (caller: Caller) => Promise<unknown>): Promise<ActionResult> {
  const caller = await requestCaller(org);
  try {
    await work(caller);
    return { problem: null };
  } catch (thrown) {
    const { message, remedy, paths } = asAppError(thrown);
    const faults = paths.map((path) => path.message).filter((fault) => fault !== message);
    return { problem: { message, remedy, faults } };
  }
}
