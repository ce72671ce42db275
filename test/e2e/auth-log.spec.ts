import { OpenIdTestProvider } from '../support/openid-provider.js';
import { TomClient } from '../support/tom-client.js';
import { TomFiles } from '../support/tom-files.js';
import { TomProcess } from '../support/tom-process.js';
import { eventually } from '../support/eventually.js';

describe('the log of a controller', () => {
  it('has no key and no token in it, whatever is sent', async () => {
    const provider = await OpenIdTestProvider.start();
    const files = await TomFiles.create({}, {});
    const tom = await TomProcess.controller({
      cwd: files.directory,
      settings: {
        ...files.settings,
        auth_mode: 'hybrid',
        api_keys: '["pl4nted-r1ght-key:admin"]',
        jwt_providers: JSON.stringify([provider.entry({ oauth_test_client_secret: 'pl4nted-cl13nt-s3cret' })]),
        oauth_test_enabled: true,
        log_level: 'trace',
        log_format: 'json',
      },
    });
    try {
      const send = (headers: Record<string, string>): TomClient => new TomClient(tom.client.base, headers);
      const right = await provider.token();
      const wrong = await provider.token({ claims: { aud: 'x' } });
      const key = send({ 'X-API-Key': 'pl4nted-r1ght-key' });
      const made = (await key.post('/api/keys', { user: 'bob' })).json as unknown as { key: string };
      expect((await send({ 'X-API-Key': made.key }).get('/api/auth/debug')).status).toBe(200);
      expect((await send({ 'X-API-Key': 'pl4nted-wr0ng-key' }).get('/api/auth/debug')).status).toBe(401);
      expect((await send({ Authorization: `Bearer ${right}` }).get('/api/auth/debug')).status).toBe(200);
      expect((await send({ Authorization: `Bearer ${wrong}` }).get('/api/auth/debug')).status).toBe(401);
      expect((await key.get(`/api/userinfo?access_token=pl4nted-query-${right}`)).status).toBe(400);
      const login = {
        code: 'pl4nted-c0de',
        state: 's',
        redirect_uri: 'http://127.0.0.1/x',
        code_verifier: 'pl4nted-v',
      };
      expect((await key.post('/api/oauth/token', login)).status).toBe(400);
      await key.get('/api/nothing?access_token=pl4nted-query');
      await eventually(() => tom.log.includes('/api/nothing'));
      for (const secret of ['pl4nted', right, wrong, made.key, right.slice(-40), wrong.slice(-40)]) {
        expect(tom.log).not.toContain(secret);
      }
    } finally {
      await tom.stop();
      await files.remove();
      await provider.stop();
    }
  });
});
