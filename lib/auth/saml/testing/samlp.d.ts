/** As much of the package as the tests' identity provider uses; it comes without types. */
declare module "samlp" {
  import type { IncomingMessage } from "node:http";

  interface User {
    readonly id: string;
    readonly displayName: string;
    readonly name: { readonly givenName: string; readonly familyName: string };
    readonly emails: readonly { readonly value: string }[];
  }

  type Request = IncomingMessage & {
    readonly protocol: string;
    readonly query: Readonly<Record<string, string>>;
  };

  interface Response {
    set(name: string, value: string): void;
    send(body: string | number): void;
  }

  interface Options {
    readonly issuer: string;
    readonly cert: string;
    readonly key: string;
    /** Seconds. */
    readonly lifetimeInSeconds: number;
    readonly nameIdentifierFormat: string;
    readonly destination: string;
    readonly recipient: string;
    readonly signResponse: boolean;
    readonly RelayState: string;
    readonly getUserFromRequest: () => User;
    readonly getPostURL: (
      audience: string,
      request: unknown,
      asked: Request,
      done: (error: Error | null, url: string) => void,
    ) => void;
  }

  const samlp: {
    parseRequest(
      request: Request,
      done: (
        error: Error | null,
        asked?: { readonly issuer: string; readonly assertionConsumerServiceURL: string },
      ) => void,
    ): void;
    metadata(options: {
      readonly issuer: string;
      readonly cert: string;
      readonly redirectEndpointPath: string;
      readonly postEndpointPath: string;
    }): (request: Request, response: Response) => void;
    auth(options: Options): (request: Request, response: Response, next: (error: Error) => void) => void;
  };
  export default samlp;
}
