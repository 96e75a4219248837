import type { Server } from "node:http";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Clock } from "@/sandbox/clock";
import { createGoogleSandbox } from "@/sandbox/google/service";
import { createNotionSandbox } from "@/sandbox/notion/service";
import { json, type SandboxRequest, type SandboxResponse, serve } from "@/sandbox/server";
import type { SandboxService } from "@/sandbox/service";
import { Store } from "@/sandbox/store";

export const UNLIMITED = 1_000_000;
const GOOGLE_LIMITS = {
  readsPerUser: UNLIMITED,
  readsPerProject: UNLIMITED,
  writesPerUser: UNLIMITED,
  writesPerProject: UNLIMITED,
};

export type ProviderName = "notion" | "google";

/** Called around each request that may write. */
export type OnWrite = (provider: ProviderName) => () => void;

interface Provider {
  readonly make: (store: Store) => SandboxService;
  readonly file: string;
  store: Store;
  service: SandboxService;
  saved: readonly Document[];
}

/** One line of a store's file. */
interface Document {
  readonly collection: string;
  readonly id: string;
  readonly body: unknown;
}

const NAMES = ["notion", "google"] as const;

/** The pretended Notion and Google, whose whole state can be put back to what it was. */
export class Providers {
  onWrite: OnWrite = () => () => {};

  private constructor(
    private readonly providers: Readonly<Record<ProviderName, Provider>>,
    readonly urls: Readonly<Record<ProviderName | "events" | "badGateway", string>>,
    private readonly servers: readonly Server[],
  ) {}

  static async open(directory: string): Promise<Providers> {
    const clock = new Clock();
    const makers: Record<ProviderName, Provider["make"]> = {
      notion: (store) => createNotionSandbox({ store, clock, settings: { perMinute: UNLIMITED } }),
      google: (store) => createGoogleSandbox({ store, clock, settings: { limits: GOOGLE_LIMITS } }),
    };
    const provider = (name: ProviderName): Provider => {
      const file = path.join(directory, `${name}.sqlite`);
      const store = new Store(file);
      return { make: makers[name], file, store, service: makers[name](store), saved: [] };
    };
    const providers = { notion: provider("notion"), google: provider("google") };
    let opened: Providers | null = null;
    const door = (name: ProviderName) => serve(0, async (request) => opened?.answer(name, request) ?? lost());
    const served = await Promise.all([
      door("notion"),
      door("google"),
      serve(0, () => json(200, { ids: ["event"], status: 200 })),
      serve(0, lost),
    ]);
    const [notion, google, events, badGateway] = served.map(({ url }) => url) as [
      string,
      string,
      string,
      string,
    ];
    opened = new Providers(
      providers,
      { notion, google, events, badGateway },
      served.map(({ server }) => server),
    );
    return opened;
  }

  control<T>(name: ProviderName, command: string, input: Record<string, unknown>): T {
    return this.providers[name].service.control(command, input) as T;
  }

  partyOf(origin: string): ProviderName | null {
    if (origin === this.urls.notion) return "notion";
    return origin === this.urls.google ? "google" : null;
  }

  /** Makes what stands now the state that `restore` goes back to. */
  save(): void {
    for (const name of NAMES) {
      const provider = this.providers[name];
      const database = new DatabaseSync(provider.file, { readOnly: true });
      provider.saved = database
        .prepare("select collection, id, body from document")
        .all()
        .map(({ collection, id, body }) => ({
          collection: String(collection),
          id: String(id),
          body: JSON.parse(String(body)),
        }));
      database.close();
    }
    this.restore();
  }

  restore(): void {
    for (const name of NAMES) {
      const provider = this.providers[name];
      provider.store.close();
      const store = new Store(":memory:");
      store.atomically(() => {
        for (const { collection, id, body } of provider.saved) store.put(collection, id, body);
      });
      provider.store = store;
      provider.service = provider.make(store);
    }
  }

  async close(): Promise<void> {
    for (const name of NAMES) this.providers[name].store.close();
    await Promise.all(
      this.servers.map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  }

  private async answer(name: ProviderName, request: SandboxRequest): Promise<SandboxResponse> {
    const isRead = request.method === "GET" || /\/(query|token)$/.test(request.url.pathname);
    const over = isRead ? null : this.onWrite(name);
    const answer = await this.providers[name].service.handle(request);
    over?.();
    return answer;
  }
}

const lost = (): SandboxResponse => ({
  status: 502,
  headers: { "content-type": "text/html" },
  body: "<html><body><h1>502 Bad Gateway</h1></body></html>",
});
