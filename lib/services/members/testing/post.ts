import { verifyPerson } from "@/lib/db/people";
import { personWithEmail } from "@/lib/db/resolve";
import { forgetEnv } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import { MailSandbox } from "@/sandbox/mail/service";
import { Store } from "@/sandbox/store";

/** A pretended mail server that this process hands its mail in at, and the people who read it. */
export interface Post {
  /** A person with the address, who has proven to read mail there. */
  personWith(email: string, isVerified?: boolean): Promise<string>;
  /** The invitation's token in the newest mail to the address. */
  tokenSentTo(email: string): string;
  /** What the pattern's group finds in the newest mail to the address that has it. */
  tokenIn(email: string, pattern: RegExp): string;
  /** Until called again the server is not there. */
  breakDown(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openPost(): Promise<Post> {
  const mail = new MailSandbox(new Store(":memory:"));
  const server = await mail.listen(0);
  const pointAt = (url: string | undefined) => {
    if (url === undefined) delete process.env.SMTP_URL;
    else process.env.SMTP_URL = url;
    forgetEnv();
  };
  pointAt(server.url);
  const tokenIn = (email: string, pattern: RegExp) => {
    const letter = mail.mails().find(({ to, text }) => to === email && pattern.test(text));
    return pattern.exec(letter?.text ?? "")?.[1] ?? "";
  };
  return {
    personWith: async (email, isVerified = true) => {
      const id = await personWithEmail(newUuid(), email, email.split("@")[0] ?? "");
      if (isVerified) await verifyPerson(id);
      return id;
    },
    tokenSentTo: (email) => tokenIn(email, /invitations\/([\w-]+)/),
    tokenIn,
    breakDown: () => pointAt("smtp://127.0.0.1:1"),
    mend: () => pointAt(server.url),
    close: async () => {
      pointAt(undefined);
      await server.close();
    },
  };
}
