import { randomBytes } from "node:crypto";
import type { Clock } from "../clock";
import { Schedule } from "../schedule";
import type { Store } from "../store";
import { Accounts } from "./accounts";
import { ChangeLog } from "./change-log";
import { Channels } from "./channels";
import { DriveQuota } from "./drive-quota";
import { Faults } from "./faults";
import type { Book, Tab } from "./grid";
import { Library } from "./library";
import { Quota } from "./quota";
import { DEFAULT_LIMITS, DEFAULT_SETTINGS, type GoogleSettings, type QuotaLimits } from "./settings";
import { Tally } from "./tally";

const SETTINGS = "google.settings";

/** Everything one pretended Google holds. */
export class World {
  readonly library: Library;
  readonly accounts: Accounts;
  readonly changes: ChangeLog;
  readonly channels: Channels;
  readonly quota: Quota;
  readonly driveQuota: DriveQuota;
  readonly faults = new Faults();
  readonly schedule = new Schedule();
  readonly tally = new Tally();
  readonly settings: GoogleSettings;
  private limits: QuotaLimits;
  private publishing: NodeJS.Timeout | undefined;

  constructor(
    readonly store: Store,
    readonly clock: Clock,
    settings: Partial<GoogleSettings>,
  ) {
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
    this.limits = {
      ...DEFAULT_LIMITS,
      ...this.settings.limits,
      ...store.all<Partial<QuotaLimits>>(SETTINGS)[0],
    };
    this.changes = new ChangeLog(store, clock);
    this.channels = new Channels(store, clock);
    this.library = new Library(store, clock, (event, book) => {
      this.changes.record(event);
      this.channels.tell(event, book);
    });
    if (this.channels.list().length > 0) this.keepPublishing();
    this.accounts = new Accounts(store, clock);
    this.driveQuota = new DriveQuota(clock, () => this.limits);
    this.quota = new Quota(
      clock,
      () => this.limits,
      () => this.settings.projectNumber,
    );
  }

  /** While somebody listens, changes come out without anybody asking. */
  keepPublishing(): void {
    this.publishing ??= setInterval(() => {
      this.library.publishDue(this.settings.driveLagMs);
      this.channels.deliverUnheld();
      if (this.channels.list().length > 0) return;
      clearInterval(this.publishing);
      this.publishing = undefined;
    }, 1000).unref();
  }

  get quotaLimits(): QuotaLimits {
    return this.limits;
  }

  setLimits(limits: Partial<QuotaLimits>): QuotaLimits {
    this.limits = { ...this.limits, ...limits };
    this.store.put(SETTINGS, "limits", this.limits);
    return this.limits;
  }

  /** The cloud project a client belongs to. */
  projectOf(clientId: string): string {
    const client = this.settings.clients.find((one) => one.clientId === clientId);
    return client?.projectNumber ?? this.settings.projectNumber;
  }

  /** An empty book record; the caller adds its tabs. */
  newBook(input: {
    readonly title: string;
    readonly owner: string;
    readonly locale: string;
    readonly timeZone: string;
    readonly tabs: Tab[];
    readonly projects: string[];
  }): Book {
    const now = this.clock.now();
    return {
      id: randomBytes(33).toString("base64url"),
      title: input.title,
      locale: input.locale,
      timeZone: input.timeZone,
      tabs: input.tabs,
      metadata: [],
      people: { [input.owner]: "owner" },
      projects: input.projects,
      trashed: false,
      nextRowId: 1,
      createdAt: now,
      changedAt: now,
      version: 1,
      published: { modifiedTime: now, version: 1 },
    };
  }
}

/** A sheet id no tab of the book has; the first tab of a book gets 0, as in the product. */
export function freshSheetId(tabs: readonly Tab[]): number {
  if (tabs.length === 0) return 0;
  for (;;) {
    const id = randomBytes(4).readUInt32BE() & 0x7fff_ffff;
    if (!tabs.some((tab) => tab.sheetId === id)) return id;
  }
}
