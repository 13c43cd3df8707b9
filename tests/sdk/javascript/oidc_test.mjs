// Tokens of another issuer (npm oidc-provider) at our service: RS256 and ES256.
//   node oidc_test.mjs WEIR
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';

import Provider from 'oidc-provider';

import { serve } from './served.mjs';

const AUDIENCE = 'https://weir.example/';
const FACTORY = '/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/fac';
const VERSION = '?api-version=2018-06-01';

/** An issuer on a free port that signs with `algorithm`, for any resource that is asked for. */
async function startIssuer(algorithm, expires) {
  const server = http.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const pair = algorithm === 'RS256' ? generateKeyPairSync('rsa', { modulusLength: 2048 })
                                     : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...pair.privateKey.export({ format: 'jwk' }), alg: algorithm, use: 'sig' };
  const client = (id) => ({
    client_id: id, client_secret: 'secret', grant_types: ['client_credentials'],
    redirect_uris: [], response_types: [], id_token_signed_response_alg: algorithm,
  });
  const provider = new Provider(issuer, {
    clients: [client('writer'), client('stranger')],
    jwks: { keys: [key] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, resource) => ({
          scope: 'all', audience: resource, accessTokenTTL: expires, accessTokenFormat: 'jwt',
          jwt: { sign: { alg: algorithm } },
        }),
      },
    },
  });
  server.on('request', provider.callback());
  return { issuer, stop: () => server.close() };
}

async function tokenOf(issuer, client, resource = AUDIENCE) {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${client}:secret`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
  });
  const body = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(body));
  return body.access_token;
}

async function check(weir, algorithm) {
  const trusted = await startIssuer(algorithm, 3600);
  const other = await startIssuer(algorithm, 3600);
  const service = await serve(weir, '--oidc', trusted.issuer, AUDIENCE);
  service.run('token', 'create', 'writer', '--issuer', trusted.issuer, '--subject', 'writer',
              '--role', 'Data Factory Contributor');
  const ask = async (method, token) => {
    const answer = await fetch(service.url + FACTORY + VERSION, {
      method, headers: { Authorization: `Bearer ${token}` },
      body: method === 'PUT' ? '{}' : undefined,
    });
    const text = await answer.text();
    return [answer.status, text];
  };
  const writer = await tokenOf(trusted.issuer, 'writer');
  assert.equal((await ask('PUT', writer))[0], 200);
  assert.equal((await ask('GET', writer))[0], 200);
  const [status, text] = await ask('GET', await tokenOf(trusted.issuer, 'stranger'));
  assert.equal(status, 403);
  assert.match(text, /The client 'stranger'.*factories\/read/);
  for (const [token, says] of [
    [await tokenOf(trusted.issuer, 'writer', 'https://other.example/'), /another audience/],
    [await tokenOf(other.issuer, 'writer'), /issuer is not one that is trusted/],
    [`${writer.slice(0, -6)}AAAAAA`, /signature is wrong|damaged/],
  ]) {
    const refused = await ask('GET', token);
    assert.equal(refused[0], 401, refused[1]);
    assert.match(refused[1], says);
  }
  await service.stop();
  trusted.stop();
  other.stop();
  console.log(`${algorithm} tokens of another issuer work`);
}

for (const algorithm of ['RS256', 'ES256']) await check(process.argv[2], algorithm);
