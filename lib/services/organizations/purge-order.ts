import type { OwnedTable } from "@/lib/db/purge";

/**
 * The order in which tables are emptied: a table before those that it refers to, so that nothing is removed by cascade,
 * uncounted and unbounded. Tables that refer to each other in a ring come as they are given.
 */
export function purgeOrder(tables: readonly OwnedTable[]): string[] {
  const order: string[] = [];
  let left = tables;
  while (left.length > 0) {
    const free = left.filter(({ name }) =>
      left.every((other) => other.name === name || !other.refersTo.includes(name)),
    );
    const next = free.length > 0 ? free : left;
    order.push(...next.map(({ name }) => name));
    left = left.filter((table) => !next.includes(table));
  }
  return order;
}
