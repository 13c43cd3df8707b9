/** The little of npm's oidc-provider that the tests use. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  export interface Context {
    path: string;
    response: {
      get: (name: string) => string | undefined;
      set: (name: string, value: string) => void;
    };
  }
  export default class Provider {
    constructor(issuer: string, settings: object);
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    callback(): RequestListener;
  }
}
