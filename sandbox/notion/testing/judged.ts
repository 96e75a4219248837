import type { SandboxHandler, SandboxRequest, SandboxResponse } from "../../server";
import { findRoute } from "../routes";
import { type Contract, loadContract } from "./contract";

/** Loaded and compiled once for all harnesses of a test file. */
let contract: Contract | null | undefined;

export interface Judged {
  readonly handle: SandboxHandler;
  /** What answers broke of the official document. */
  readonly breaches: readonly string[];
}

/** The handler, with every answer held against the official document where that is at hand. */
export function judged(handle: SandboxHandler): Judged {
  const breaches: string[] = [];
  if (contract === undefined) contract = loadContract();
  const official = contract;
  if (official === null) return { handle, breaches };
  return {
    breaches,
    async handle(request) {
      const answer = await handle(request);
      if (!("cut" in answer)) breaches.push(...objections(official, request, answer));
      return answer;
    },
  };
}

type Answered = Exclude<SandboxResponse, { readonly cut: unknown }>;

/** Answers that the document says nothing about, each with its reason. */
const EXCEPTIONS: readonly {
  readonly reason: string;
  covers(request: SandboxRequest, answer: Answered): boolean;
}[] = [
  {
    reason: "the consent page is for people: HTML, and redirects without a body",
    covers: ({ url }) => url.pathname === "/v1/oauth/authorize",
  },
  {
    reason: "an armed fault: the edge answers in HTML for an API that is not there",
    covers: (_request, { status, headers }) => status === 502 && headers?.["content-type"] === "text/html",
  },
  {
    reason: "an armed fault: nothing comes with the 200",
    covers: (_request, { status, body }) => status === 200 && body.length === 0,
  },
  {
    reason: "529 came after the document's snapshot",
    covers: (_request, { status }) => status === 529,
  },
];

function objections(official: Contract, request: SandboxRequest, answer: Answered): string[] {
  if (EXCEPTIONS.some(({ covers }) => covers(request, answer))) return [];
  const text = answer.body.toString();
  const pattern = findRoute(request.method, request.url.pathname)?.route.pattern ?? request.url.pathname;
  const version = request.headers["notion-version"];
  const found =
    answer.status === 200
      ? official.response(request.method, pattern, JSON.parse(text), version)
      : official.schema(`error_api_${answer.status}`, JSON.parse(text));
  const where = `${request.method} ${pattern} ${answer.status}`;
  return found.map((objection) => `${where}: ${objection}\n${text.slice(0, 500)}`);
}
