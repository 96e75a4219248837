import { randomBytes } from "node:crypto";
import type { Clock } from "../clock";
import type { Store } from "../store";

const PEOPLE = "google.person";
const GRANTS = "google.grant";
const TOKENS = "google.token";
const TESTING = "google.testing";

export interface Person {
  readonly email: string;
  readonly subject: string;
}

/** One consent: a person, a client, the scopes left ticked. Its refresh token lives until revoked, or too old. */
export interface Grant {
  readonly refreshToken: string;
  readonly email: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  /** When the refresh token was last presented. */
  readonly usedAt?: number;
}

export interface AccessToken {
  readonly token: string;
  readonly email: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  /** Revoking the grant kills its access tokens. */
  readonly refreshToken?: string;
}

/** `expires_in` of the token endpoint. */
export const TOKEN_LIFETIME_S = 3599;

/** At most this many living refresh tokens per person and client; the oldest dies silently. */
const GRANTS_PER_PERSON = 100;

const DAY = 86_400_000;
/** Six months without use, by the days of the longest six. */
const UNUSED = 184 * DAY;
const IN_TESTING = 7 * DAY;

const isMail = (scope: string): boolean =>
  scope === "https://mail.google.com/" || scope.includes("/auth/gmail.");

const isIdentity = (scope: string): boolean =>
  ["openid", "email", "profile"].includes(scope) || scope.includes("/auth/userinfo.");

/** When a refresh token ends by age. In testing a week after consent, unless it only says who somebody is. */
function grantEnd(grant: Grant, testing: boolean): number {
  const unused = (grant.usedAt ?? grant.createdAt) + UNUSED;
  if (!testing || grant.scopes.every(isIdentity)) return unused;
  return Math.min(unused, grant.createdAt + IN_TESTING);
}

const secret = (prefix: string): string => prefix + randomBytes(24).toString("base64url");

/** People and what they granted to which client. */
export class Accounts {
  private readonly people = new Map<string, Person>();
  private readonly grants = new Map<string, Grant>();
  private readonly tokens = new Map<string, AccessToken>();
  /** Clients whose consent screen is in testing. */
  private readonly testing: Set<string>;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {
    this.testing = new Set(store.all<string>(TESTING));
    for (const person of store.all<Person>(PEOPLE)) this.people.set(person.email, person);
    for (const grant of store.all<Grant>(GRANTS)) this.grants.set(grant.refreshToken, grant);
    for (const token of store.all<AccessToken>(TOKENS)) this.tokens.set(token.token, token);
  }

  list(): Person[] {
    return [...this.people.values()];
  }

  person(email: string): Person | undefined {
    return this.people.get(email);
  }

  /** The person with this address, made on first mention. */
  ensure(email: string): Person {
    const known = this.people.get(email);
    if (known !== undefined) return known;
    const person = { email, subject: `1${BigInt(`0x${randomBytes(8).toString("hex")}`)}`.slice(0, 21) };
    this.people.set(email, person);
    this.store.put(PEOPLE, email, person);
    return person;
  }

  grant(email: string, clientId: string, scopes: readonly string[]): Grant {
    const mine = [...this.grants.values()].filter((one) => one.email === email && one.clientId === clientId);
    const oldest = mine.sort((a, b) => a.createdAt - b.createdAt)[0];
    if (mine.length >= GRANTS_PER_PERSON && oldest !== undefined) this.end(oldest.refreshToken);
    const grant = { refreshToken: secret("1//0"), email, clientId, scopes, createdAt: this.clock.now() };
    this.grants.set(grant.refreshToken, grant);
    this.store.put(GRANTS, grant.refreshToken, grant);
    return grant;
  }

  /** The living consent of a refresh token that is presented. */
  presentedGrant(refreshToken: string): Grant | undefined {
    const grant = this.grants.get(refreshToken);
    if (grant === undefined) return undefined;
    const now = this.clock.now();
    if (grantEnd(grant, this.testing.has(grant.clientId)) <= now) {
      this.end(refreshToken);
      return undefined;
    }
    const used = { ...grant, usedAt: now };
    this.grants.set(refreshToken, used);
    this.store.put(GRANTS, refreshToken, used);
    return used;
  }

  /** Puts a client's consent screen in testing, or takes it out. */
  setTesting(clientId: string, testing: boolean): void {
    if (testing) this.testing.add(clientId);
    else this.testing.delete(clientId);
    if (testing) this.store.put(TESTING, clientId, clientId);
    else this.store.delete(TESTING, clientId);
  }

  /** Ends the consents that a new password ends: those to read mail. The others live on. */
  changePassword(email: string): number {
    const ended = [...this.grants.values()].filter((one) => one.email === email && one.scopes.some(isMail));
    for (const one of ended) this.end(one.refreshToken);
    return ended.length;
  }

  /** Whether this person ever consented to this client: a second consent brings no refresh token unless asked. */
  consented(email: string, clientId: string): boolean {
    return [...this.grants.values()].some((one) => one.email === email && one.clientId === clientId);
  }

  issue(from: Omit<AccessToken, "token" | "expiresAt">): AccessToken {
    const token = {
      ...from,
      token: secret("ya29.a0"),
      expiresAt: this.clock.now() + TOKEN_LIFETIME_S * 1000,
    };
    this.tokens.set(token.token, token);
    this.store.put(TOKENS, token.token, token);
    return token;
  }

  /** A living access token. */
  tokenOf(token: string): AccessToken | undefined {
    const found = this.tokens.get(token);
    if (found === undefined || found.expiresAt <= this.clock.now()) return undefined;
    return found;
  }

  /**
   * Ends all that the person agreed to with the token's client, by either kind of token: consents are one, however many
   * tokens there are of it. False when the token is unknown.
   */
  revoke(token: string): boolean {
    const grant = this.grants.get(this.tokens.get(token)?.refreshToken ?? token);
    if (grant === undefined) return this.end(token);
    this.withdraw(grant.email, grant.clientId);
    return true;
  }

  /** What the person does in the account's settings: the client's access is over. */
  withdraw(email: string, clientId: string): void {
    for (const one of [...this.grants.values()])
      if (one.email === email && one.clientId === clientId) this.end(one.refreshToken);
  }

  /** Kills one grant and its access tokens by either kind of token. */
  private end(token: string): boolean {
    const refreshToken = this.tokens.get(token)?.refreshToken ?? token;
    const known = this.grants.delete(refreshToken);
    this.store.delete(GRANTS, refreshToken);
    let killed = known;
    for (const one of this.tokens.values())
      if (one.token === token || (known && one.refreshToken === refreshToken)) {
        this.tokens.delete(one.token);
        this.store.delete(TOKENS, one.token);
        killed = true;
      }
    return killed;
  }

  /** Ends every access token of a person now, as if their hour had passed. Refresh tokens live on. */
  expire(email: string): void {
    for (const one of this.tokens.values())
      if (one.email === email) {
        this.tokens.delete(one.token);
        this.store.delete(TOKENS, one.token);
      }
  }
}
