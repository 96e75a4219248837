import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { SandboxResponse } from "../server";
import type { Store } from "../store";
import { inboxPage, mailPage } from "./page";
import type { StoredMail } from "./stored-mail";

const KEPT = 200;

/** A mail server that delivers to nobody: whatever is handed in can be read on a page. */
export class MailSandbox {
  constructor(private readonly store: Store) {}

  /** Listens on loopback; port 0 lets the system choose. Answers the port. */
  async listen(port: number): Promise<{ url: string; close(): Promise<void> }> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      size: 1024 * 1024,
      onData: (stream, _session, done) => {
        simpleParser(stream).then(
          (mail) => {
            this.keep(mail);
            done();
          },
          (error: Error) => done(error),
        );
      },
    });
    server.on("error", (error) => console.error("sandbox mail:", error));
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const address = server.server.address();
    const bound = typeof address === "object" && address !== null ? address.port : port;
    const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
    return { url: `smtp://127.0.0.1:${bound}`, close };
  }

  /** The newest first. */
  mails(): StoredMail[] {
    return this.store.all<StoredMail>("mail").sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** The inbox and its mails, for a browser. */
  page(pathname: string): SandboxResponse | undefined {
    if (pathname === "/mail") return inboxPage(this.mails());
    const id = /^\/mail\/(\d+)$/.exec(pathname)?.[1];
    const mail = id && this.mails().find((one) => one.id === id);
    return mail ? mailPage(mail) : undefined;
  }

  private keep(mail: ParsedMail): void {
    const last = Number(this.mails()[0]?.id ?? "0");
    const id = String(last + 1).padStart(8, "0");
    const addresses = [mail.to ?? []].flat().map(({ text }) => text);
    this.store.put("mail", id, {
      id,
      at: new Date().toISOString(),
      from: mail.from?.text ?? "",
      to: addresses.join(", "),
      subject: mail.subject ?? "",
      text: mail.text ?? "",
      html: mail.html || "",
    } satisfies StoredMail);
    for (const old of this.mails().slice(KEPT)) this.store.delete("mail", old.id);
  }
}
