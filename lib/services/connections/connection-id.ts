import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";

export const connectionNotFound = (): AppError => new AppError("not-found", "There is no such connection.");

export function connectionUuid(id: string): string {
  const uuid = uuidOf("con", id);
  if (!uuid) throw connectionNotFound();
  return uuid;
}
