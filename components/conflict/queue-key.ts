import { lineOf } from "../keys/key-map";
import { QUEUE_KEYS, type QueueCommand } from "../keys/screen-keys";

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Null = the key is not ours, or belongs to the browser. */
export function queueCommand({ key, ctrlKey, metaKey, altKey }: Pressed): QueueCommand | null {
  return ctrlKey || metaKey || altKey ? null : lineOf(QUEUE_KEYS, key);
}
