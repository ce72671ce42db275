import { launch, type Browser, type Page } from 'puppeteer-core';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { freePort } from '../support/free-port.js';
import { OpenIdTestProvider } from '../support/openid-provider.js';
import { describeWith, findProgram } from '../support/requirements.js';
import { TomClient } from '../support/tom-client.js';

describeWith(['chromium'], 'single sign-on', () => {
  let provider: OpenIdTestProvider;
  let tom: EmbeddedTom;
  let browser: Browser;

  const bearer = (token: string): TomClient => new TomClient(tom.client.base, { Authorization: `Bearer ${token}` });

  beforeAll(async () => {
    const port = await freePort();
    provider = await OpenIdTestProvider.start(`http://127.0.0.1:${port}/static/oauth-test.html`);
    const entry = provider.entry({
      audience: ['tom', 'tom-api'],
      role_map: { netops: 'operator' },
      identifier_claims: ['email', 'client_id', 'sub'],
      oauth_test_client_secret: 'pl4nted-cl13nt-s3cret',
    });
    tom = await EmbeddedTom.start({
      devices: { r1: { port: 1, adapter_driver: 'cisco_ios' } },
      credentials: {},
      port,
      settings: {
        auth_mode: 'hybrid',
        api_keys: ['pl4nted-key:admin'],
        jwt_providers: [entry],
        allowed_domains: ['example.com'],
        allowed_users: ['robot'],
        oauth_test_enabled: true,
      },
    });
    browser = await launch({
      executablePath: findProgram('chromium') ?? 'chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await tom?.stop();
    await provider?.stop();
  });

  async function textOf(page: Page, id: string): Promise<string> {
    return (await page.evaluate(`document.getElementById('${id}').textContent`)) as string;
  }

  /** Waits until one of the elements says something. */
  async function oneOfSpeaks(page: Page, ...ids: string[]): Promise<void> {
    const conditions = ids.map((id) => `document.getElementById('${id}').textContent !== ''`);
    await page.waitForFunction(conditions.join(' || '));
  }

  it('works in a browser: authorization code with PKCE, by the page that tries it', async () => {
    const page = await browser.newPage();
    await page.goto(`${tom.client.base}/static/oauth-test.html`);
    const button = await page.waitForSelector('#providers button');
    await Promise.all([page.waitForNavigation(), button?.click()]);
    await page.type('input[name=login]', 'alice');
    await page.type('input[name=password]', 'any');
    await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
    await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
    await oneOfSpeaks(page, 'caller', 'fault');
    expect(await textOf(page, 'fault')).toBe('');
    expect(JSON.parse(await textOf(page, 'claims'))).toMatchObject({ aud: 'tom', email: 'alice@example.com' });
    expect(JSON.parse(await textOf(page, 'caller'))).toMatchObject({
      method: 'jwt',
      user: 'alice@example.com',
      provider: 'corp',
      role: 'operator',
      custom_claims: { groups: ['netops'] },
    });
    expect(page.url()).not.toContain('code=');
    await page.goto(`${tom.client.base}/static/oauth-test.html?code=stolen&state=made-up`);
    await oneOfSpeaks(page, 'fault');
    expect(await textOf(page, 'fault')).toMatch(/belongs to no log-in of this page/);
    await page.close();
  });

  it.each(['/docs', '/redoc'])('does not keep the page at %s from working', async (path) => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(`${tom.client.base}${path}`);
    await page.waitForFunction(`document.body.innerText.includes('Run one command on a device')`);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('lets programs in with tokens of their own', async () => {
    const { json } = await bearer(await provider.clientToken()).get('/api/auth/debug');
    expect(json).toMatchObject({ method: 'jwt', user: 'robot', role: 'viewer' });
  });

  it('lets nobody in who is on no list', async () => {
    const token = await provider.token({ claims: { email: 'mallory@evil.example', sub: 'mallory' } });
    const { status, json } = await bearer(token).get('/api/auth/debug');
    expect([status, json.error]).toEqual([403, 'Forbidden']);
    const unverified = await provider.token({ claims: { email: 'a@example.com', email_verified: false } });
    expect((await bearer(unverified).get('/api/auth/debug')).status).toBe(403);
  });

  it('says how to prove a caller, and what is wrong with a token', async () => {
    const none = await tom.client.get('/api/auth/debug');
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const { status, json, text } = await bearer(`${await provider.token()}x`).get('/api/auth/debug');
    expect([status, json.detail]).toEqual([401, expect.stringContaining('its signature is wrong')]);
    expect(text).not.toMatch(/eyJ/);
  });

  it('takes a key as well', async () => {
    const { json } = await new TomClient(tom.client.base, { 'X-API-Key': 'pl4nted-key' }).get('/api/auth/debug');
    expect(json).toMatchObject({ method: 'api_key', user: 'admin', role: 'admin' });
  });

  it('serves its test on the host itself alone', async () => {
    const proxied = new TomClient(tom.client.base, { 'X-Forwarded-For': '192.0.2.1' });
    for (const path of ['/api/oauth/config', '/static/oauth-test.html', '/static/oauth-test.js']) {
      expect((await tom.client.get(path)).status).toBe(200);
      expect((await proxied.get(path)).status).toBe(404);
    }
    const config = (await tom.client.get('/api/oauth/config')).text;
    expect(config).not.toContain('pl4nted');
    const login = { code: 'pl4nted-c0de', state: 's', redirect_uri: 'http://127.0.0.1/', code_verifier: 'pl4nted' };
    const refused = await tom.client.post('/api/oauth/token', login);
    expect([refused.status, refused.text]).toEqual([400, expect.not.stringContaining('pl4nted')]);
  });

  it('asks the provider for what it knows of a user', async () => {
    const token = await provider.token();
    const { status, text } = await bearer(token).get(`/api/userinfo?access_token=pl4nted-t0ken`);
    expect(status).toBe(403);
    const allowed = await provider.token({ claims: { email: 'bob@example.com' } });
    const refused = await bearer(allowed).get(`/api/userinfo?access_token=pl4nted-t0ken`);
    expect([refused.status, refused.text + text]).toEqual([400, expect.not.stringContaining('pl4nted')]);
    expect((await bearer(allowed).get('/api/userinfo?access_token=x&provider=nope')).status).toBe(400);
    expect((await bearer(allowed).get('/api/userinfo')).status).toBe(422);
  });
});
