import { asAppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import { log } from "@/lib/log";

/**
 * Does a job's step. What it throws leaves for the job server as what may be told of it, with an id under which our log
 * has the rest: the SDK would send messages, stacks and causes of whatever library failed.
 */
export async function told<T>(event: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const errorId = newUuid();
    log("error", event, { errorId, error: thrown });
    const { kind, message } = asAppError(thrown);
    const error = new Error(`${message} (${kind}, error id ${errorId})`);
    error.name = "StepFailed";
    error.stack = `${error.name}: ${error.message}`;
    throw error;
  }
}
