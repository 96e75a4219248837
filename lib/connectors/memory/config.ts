import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { ReadPace, SideConfig, WritePace } from "../connector";

export const WRITE_PACE: WritePace = { callsPerBatch: 0, rowsPerCall: 1_000, callsPerMinute: null };
export const READ_PACE: ReadPace = { rowsPerCall: 5_000, callsPerRead: 0, changes: null };

/** What opens a memory connection: the store's name within this process. */
export const memoryCredentials = z.strictObject({ store: z.string().min(1).max(200) });
export type MemoryCredentials = z.infer<typeof memoryCredentials>;

const address = z.strictObject({ table: z.string().min(1).max(200) });

export function tableOf(config: SideConfig): string {
  const parsed = address.safeParse(config.address);
  if (!parsed.success) throw new AppError("invalid-input", "A memory location is named by its table.");
  return parsed.data.table;
}
