import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface McpClient {
  /** The names of the tools that the server has. */
  tools(): Promise<string[]>;
  /** A tool's answer: its text, read as JSON where it is JSON, and whether the server calls it an error. */
  call<T = Record<string, unknown>>(
    tool: string,
    input: Record<string, unknown>,
  ): Promise<{ answer: T; text: string; isError: boolean }>;
  close(): void;
}

interface Reply {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A server of the Model Context Protocol as a process of its own, spoken to over its standard streams. */
export async function startMcpServer(
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<McpClient> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", NODE_ENV: "production", ...env },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const reply = JSON.parse(line) as Reply;
    waiting.get(reply.id ?? -1)?.(reply);
    waiting.delete(reply.id ?? -1);
  });
  child.once("exit", () => {
    for (const [id, settle] of waiting) settle({ id, error: { message: "the server ended" } });
  });
  const say = (message: object) =>
    void child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  let last = 0;
  const ask = async (method: string, params: object): Promise<Record<string, unknown>> => {
    last += 1;
    const id = last;
    const replied = new Promise<Reply>((settle) => waiting.set(id, settle));
    say({ id, method, params });
    const { result, error } = await replied;
    if (result === undefined) throw new Error(error?.message ?? "no result");
    return result;
  };
  const clientInfo = { name: "judge", version: "1" };
  await ask("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
  say({ method: "notifications/initialized" });
  return {
    async tools() {
      const { tools } = await ask("tools/list", {});
      return (tools as { name: string }[]).map(({ name }) => name);
    },
    async call(tool, input) {
      const { content, isError } = await ask("tools/call", { name: tool, arguments: input });
      const text = (content as { text: string }[]).map((part) => part.text).join("\n");
      return { answer: parsed(text) as never, text, isError: isError === true };
    },
    close: () => void child.kill(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
