import type { SandboxHandler, SandboxRequest, SandboxResponse } from "../../server";
import { type Discovery, methodAt, readDiscovery, sharedData } from "./discovery";

interface Apis {
  readonly sheets: Discovery;
  readonly drive: Discovery;
}

/** Read and compiled once for all sandboxes of a test file; null where the documents are not at hand. */
let apis: Apis | null | undefined;

export interface Judged {
  readonly handle: SandboxHandler;
  /** What accepted requests and their answers broke of the official documents. */
  readonly breaches: readonly string[];
  /** The documents' methods that were asked. */
  readonly asked: ReadonlySet<string>;
}

/** The handler, with every exchange that it accepts held against the official documents where they are at hand. */
export function judged(handle: SandboxHandler): Judged {
  const breaches: string[] = [];
  const asked = new Set<string>();
  apis ??= readApis();
  const official = apis;
  if (official === null) return { handle, breaches, asked };
  return {
    breaches,
    asked,
    async handle(request) {
      const answer = await handle(request);
      const { pathname } = request.url;
      const api = pathname.startsWith("/drive/") ? official.drive : official.sheets;
      const method = methodAt(api, request.method, pathname);
      if (method === undefined || !isAccepted(answer)) return answer;
      asked.add(method.id);
      const hold = (schema: string | undefined, text: string): void => {
        const errors = schema === undefined || text === "" ? "" : api.errors(schema, JSON.parse(text));
        if (errors !== "") breaches.push(`${method.id} ${schema}: ${errors}`);
      };
      hold(method.request?.$ref, textOf(request));
      hold(method.response?.$ref, answer.body.toString());
      return answer;
    },
  };
}

type Answered = Exclude<SandboxResponse, { readonly cut: unknown }>;

/** Refusals have a form of their own, and what a fault cuts has none. */
const isAccepted = (answer: SandboxResponse): answer is Answered =>
  "status" in answer && answer.status >= 200 && answer.status < 300;

const textOf = ({ body }: SandboxRequest): string => body.toString("utf8");

function readApis(): Apis | null {
  const [sheets, drive] = ["sheets-v4", "drive-v3"].map((name) => sharedData(`${name}.discovery.json`));
  return sheets && drive ? { sheets: readDiscovery(sheets), drive: readDiscovery(drive) } : null;
}
