import type { Connector } from "../connector";
import type { MemoryCredentials } from "./config";
import { MemorySide } from "./side";
import { memoryStore } from "./store";

/** Opens a store of this process: sample data and tests. Nothing leaves the process. */
export function openMemory(credentials: MemoryCredentials): Connector {
  const store = memoryStore(credentials.store);
  return {
    kind: "memory",
    check: async () => [
      { name: "reachable", ok: true, message: "Sample data is part of this installation.", remedy: null },
      { name: "can-read", ok: true, message: "All tables can be read.", remedy: null },
      { name: "can-write", ok: true, message: "All tables can be written.", remedy: null },
    ],
    account: async () => null,
    locations: async (query) =>
      [...store.tables.keys()]
        .filter((name) => name.toLowerCase().includes(query.toLowerCase()))
        .map((name) => ({ id: name, title: name, address: { table: name } })),
    side: (config) => new MemorySide(store, config),
    close: async () => {},
  };
}
