interface Words {
  readonly title: string;
  readonly remedy: string;
}

const LINK_OVER: Words = {
  title: "That link is used or over.",
  remedy: "Ask for a new one; the newest link in your mail is the one that works.",
};

const AGAIN = "Begin again from this page.";
const ASK = "Ask whoever administers ChittySync at your company.";
const COMPANY_FAILED: Words = { title: "Your company's sign-in did not work.", remedy: AGAIN };

/** What the sign-in page says for a code of ours or of next-auth's. They say nothing of what is behind them. */
const WORDS: Readonly<Record<string, Words>> = {
  Verification: LINK_OVER,
  "link-over": LINK_OVER,
  "flow-over": { title: "That sign-in took too long, or was used already.", remedy: AGAIN },
  "other-browser": { title: "That sign-in was begun in another browser.", remedy: AGAIN },
  "provider-unreachable": {
    title: "Your company's sign-in could not be reached.",
    remedy: "Try again in a moment.",
  },
  "provider-refused": { title: "Your company's sign-in did not let you in.", remedy: ASK },
  "answer-invalid": COMPANY_FAILED,
  "provider-off": { title: "This sign-in is turned off.", remedy: ASK },
  "email-missing": { title: "Your company's sign-in tells no e-mail address.", remedy: ASK },
  "email-unverified": {
    title: "The address is not confirmed to be yours.",
    remedy: "Use a link in your mail instead.",
  },
  "not-invited": {
    title: "You have no access there yet.",
    remedy: "Ask a member of the organization to invite you.",
  },
  "linked-to-another": {
    title: "That identity belongs to another account.",
    remedy: "Sign out, and sign in with it.",
  },
  "too-many": { title: "Too many sign-ins are begun from here.", remedy: "Try again in a few minutes." },
  broken: { title: "Something went wrong on our side.", remedy: "Try again in a moment." },
  OAuthAccountNotLinked: {
    title: "There is an account with this address.",
    remedy: "Use a link in your mail, then add Google under Your account.",
  },
  AccessDenied: { title: "Google did not let you in.", remedy: "Use a link in your mail instead." },
};

export const failedWords = (code: string): Words =>
  Object.hasOwn(WORDS, code)
    ? (WORDS[code] ?? LINK_OVER)
    : { title: "Signing in did not work.", remedy: AGAIN };
