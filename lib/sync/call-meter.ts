import type { SideConnector } from "@/lib/connectors/connector";

/** How long a worker has waited for systems, its share of their rate budgets included; calls at once count once. */
export class CallMeter {
  private spent = 0;
  private inFlight = 0;
  private since = 0;

  constructor(private readonly clock: () => number) {}

  get ms(): number {
    return this.spent + (this.inFlight > 0 ? Math.max(0, this.clock() - this.since) : 0);
  }

  async during<T>(call: () => Promise<T>): Promise<T> {
    if (this.inFlight === 0) this.since = this.clock();
    this.inFlight += 1;
    try {
      return await call();
    } finally {
      this.inFlight -= 1;
      if (this.inFlight === 0) this.spent += Math.max(0, this.clock() - this.since);
    }
  }
}

/** The same side, its calls metered. */
export function metered(side: SideConnector, meter: CallMeter): SideConnector {
  const { changes, nameRecords, people } = side;
  return {
    abilities: side.abilities,
    shape: () => meter.during(() => side.shape()),
    read: (cursor) => meter.during(() => side.read(cursor)),
    find: (locators) => meter.during(() => side.find(locators)),
    write: (operations, deadline) => meter.during(() => side.write(operations, deadline)),
    project: (fieldId, value) => side.project(fieldId, value),
    referenceOf: (record) => side.referenceOf(record),
    ...(changes && { changes: (mark, cursor) => meter.during(() => changes.call(side, mark, cursor)) }),
    ...(nameRecords && { nameRecords: () => meter.during(() => nameRecords.call(side)) }),
    ...(people && { people: (ids) => meter.during(() => people.call(side, ids)) }),
  };
}
