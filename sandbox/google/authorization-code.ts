/** An authorization code, good once and for ten minutes. */
export interface AuthorizationCode {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly email: string;
  readonly scopes: readonly string[];
  readonly challenge?: string;
  readonly plainChallenge: boolean;
  readonly refresh: boolean;
  readonly nonce?: string;
  readonly expiresAt: number;
}
