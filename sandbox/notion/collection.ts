import type { Store } from "../store";

/** Records by id, in memory for speed and written through to the store. */
export class Collection<T extends { readonly id: string }> {
  private readonly byId = new Map<string, T>();
  private readonly store: Store;
  private readonly name: string;

  constructor(store: Store, name: string) {
    this.store = store;
    this.name = name;
    for (const record of store.all<T>(name)) this.byId.set(record.id, record);
  }

  get size(): number {
    return this.byId.size;
  }

  get(id: string): T | undefined {
    return this.byId.get(id);
  }

  all(): IterableIterator<T> {
    return this.byId.values();
  }

  put(record: T): void {
    this.store.put(this.name, record.id, record);
    this.byId.set(record.id, record);
  }

  delete(id: string): void {
    this.store.delete(this.name, id);
    this.byId.delete(id);
  }
}
