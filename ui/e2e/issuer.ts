// A real OpenID provider, with its own pages for signing in, for the tests.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const CLIENT = 'weir-screen';
export const SECRET = 'a secret that only the service and its issuer know';

/** Another site than the service's 127.0.0.1, as browsers see it. */
const HOST = 'localhost';

export class Issuer {
  /** Where the last answers sent the browser back to. */
  readonly returns: string[] = [];
  /** Changes where the next answers send it. */
  tamper: ((url: URL) => void) | undefined;
  private readonly server = createServer();
  url = '';

  /** Takes people back to `callback` only. Whoever signs in is in the group "people". */
  async start(callback: string): Promise<void> {
    this.server.listen(0, HOST);
    await once(this.server, 'listening');
    this.url = `http://${HOST}:${(this.server.address() as AddressInfo).port}`;
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const provider = new Provider(this.url, {
      clients: [
        {
          client_id: CLIENT,
          client_secret: SECRET,
          redirect_uris: [callback],
          grant_types: ['authorization_code'],
          response_types: ['code'],
        },
      ],
      jwks: { keys: [{ ...pair.privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
      cookies: { keys: ['only for tests'] },
      pkce: { required: () => true },
      conformIdTokenClaims: false,
      claims: { openid: ['sub'], email: ['email'], profile: ['groups'] },
      findAccount: (_context: unknown, id: string) => ({
        accountId: id,
        claims: () => ({ sub: id, email: `${id}@example.org`, groups: ['people'] }),
      }),
    });
    provider.use(async (context, next) => {
      await next();
      const to = context.response.get('location');
      if (!to?.startsWith(callback)) return;
      const url = new URL(to);
      this.tamper?.(url);
      this.returns.push(url.href);
      context.response.set('location', url.href);
    });
    this.server.on('request', provider.callback());
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
