import { OAuth2Client } from "google-auth-library";
import { drive_v3 } from "googleapis/build/src/apis/drive/v3";
import { sheets_v4 } from "googleapis/build/src/apis/sheets/v4";
import { Clock } from "../../clock";
import { serve } from "../../server";
import type { SandboxService } from "../../service";
import { Store } from "../../store";
import { createGoogleSandbox } from "../service";
import { DEFAULT_SETTINGS, type GoogleSettings } from "../settings";
import { judged } from "./judged";

export interface Bench {
  readonly url: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly service: SandboxService;
  /** A client of the official library for an account's tokens. */
  auth(tokens: { readonly accessToken?: string; readonly refreshToken?: string }): OAuth2Client;
  sheets(accessToken: string): sheets_v4.Sheets;
  drive(accessToken: string): drive_v3.Drive;
  control<T = Record<string, unknown>>(command: string, input?: Record<string, unknown>): T;
  /** Methods of the official documents that were asked and answered; none where the documents are not at hand. */
  readonly asked: ReadonlySet<string>;
  /** Throws if an answer, or a request that was accepted, is not what the official documents describe. */
  close(): Promise<void>;
}

/** A served sandbox with the unmodified official clients pointed at it. Retries are off: a test sees each answer. */
export async function bench(
  options: {
    readonly settings?: Partial<GoogleSettings>;
    readonly store?: Store;
    readonly clock?: Clock;
  } = {},
): Promise<Bench> {
  const store = options.store ?? new Store(":memory:");
  const clock = options.clock ?? new Clock();
  const service = createGoogleSandbox({ store, clock, settings: options.settings ?? {} });
  const { handle, breaches, asked } = judged(service.handle);
  const { server, url } = await serve(0, handle);
  const [client] = options.settings?.clients ?? DEFAULT_SETTINGS.clients;
  const auth: Bench["auth"] = ({ accessToken, refreshToken }) => {
    const made = new OAuth2Client({
      clientId: client?.clientId ?? "",
      clientSecret: client?.clientSecret ?? "",
      endpoints: {
        oauth2AuthBaseUrl: `${url}/o/oauth2/v2/auth`,
        oauth2TokenUrl: `${url}/token`,
        oauth2RevokeUrl: `${url}/revoke`,
        tokenInfoUrl: `${url}/tokeninfo`,
        oauth2FederatedSignonPemCertsUrl: `${url}/oauth2/v1/certs`,
        oauth2FederatedSignonJwkCertsUrl: `${url}/oauth2/v3/certs`,
      },
    });
    made.setCredentials({
      ...(accessToken === undefined ? {} : { access_token: accessToken }),
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    });
    return made;
  };
  return {
    url,
    store,
    clock,
    service,
    auth,
    sheets: (accessToken) =>
      new sheets_v4.Sheets({ auth: auth({ accessToken }), rootUrl: `${url}/`, retry: false }),
    drive: (accessToken) =>
      new drive_v3.Drive({ auth: auth({ accessToken }), rootUrl: `${url}/`, retry: false }),
    control: <T>(command: string, input: Record<string, unknown> = {}) =>
      service.control(command, input) as T,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (breaches.length > 0)
        throw new Error(`the official documents say otherwise:\n${breaches.join("\n")}`);
    },
  };
}
