import { EmbeddedTom } from '../support/embedded-tom.js';
import { TomClient, type Answer } from '../support/tom-client.js';

describe('limits of the API', () => {
  let tom: EmbeddedTom;

  beforeAll(async () => {
    tom = await EmbeddedTom.start({
      devices: { r1: { port: 1, adapter_driver: 'cisco_ios' } },
      credentials: {},
      settings: {
        auth_mode: 'api_key',
        api_keys: ['a:ann', 'b:bob'],
        rate_limit_per_caller: 20,
        rate_limit_per_device: 3,
        max_body_bytes: 2_000,
        max_body_depth: 5,
        cors_origins: ['https://tools.example.com'],
      },
    });
  });

  afterAll(async () => {
    await tom.stop();
  });

  const as = (key: string): TomClient => new TomClient(tom.client.base, { 'X-API-Key': key });

  /** Asks past the limit, twice should a new minute begin meanwhile; gives the answer that refuses. */
  async function refusalWithin(limit: number, ask: () => Promise<Answer>): Promise<Answer> {
    const answers: Answer[] = [];
    while (answers.length <= 2 * limit && answers.at(-1)?.status !== 429) answers.push(await ask());
    const last = answers.pop();
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    if (last?.status !== 429) throw new Error(`${2 * limit} requests were let by, the limit is ${limit}`);
    return last;
  }

  it('hold for each caller by itself, and are told in headers', async () => {
    const { headers } = await as('a').get('/api/inventory/export');
    expect(headers.get('x-ratelimit-limit')).toBe('20');
    expect(Number(headers.get('x-ratelimit-remaining'))).toBeLessThan(20);
    const refused = await refusalWithin(20, () => as('a').get('/api/inventory/export'));
    expect(refused.json).toEqual({
      error: 'Too Many Requests',
      detail: expect.stringContaining('rate_limit_per_caller'),
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await as('b').get('/api/inventory/export')).status).toBe(200);
  });

  it('hold for each device', async () => {
    const refused = await refusalWithin(3, () => as('b').get('/api/inventory/r1'));
    expect(refused.json.detail).toContain('rate_limit_per_device');
    expect((await as('b').get('/api/inventory/export')).status).toBe(200);
  });

  it('hold for the length and the depth of a body', async () => {
    const long = await as('b').post('/api/parse/test', { raw_output: 'x'.repeat(3_000) });
    expect(long.status).toBe(413);
    const deep = await as('b').post('/api/parse/test', `{"raw_output": ${'['.repeat(6)}"[[["${']'.repeat(6)}}`);
    expect([deep.status, deep.json.detail]).toEqual([422, [expect.objectContaining({ type: 'too_deep' })]]);
    const flat = await as('b').post('/api/parse/test', { raw_output: '[[[[[[{{{{{{\\"' });
    expect(flat.json.detail).not.toEqual([expect.objectContaining({ type: 'too_deep' })]);
  });

  it('keep browsers from more than is meant', async () => {
    const { headers } = await tom.client.get('/health');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('let in the pages of the origins that are named', async () => {
    const ask = async (origin: string): Promise<string | null> => {
      const response = await fetch(`${tom.client.base}/health`, { headers: { Origin: origin } });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await ask('https://tools.example.com')).toBe('https://tools.example.com');
    expect(await ask('https://evil.example.com')).toBeNull();
  });

  it('let these pages do all that the API has, and read what an answer says in headers', async () => {
    const origin = { Origin: 'https://tools.example.com' };
    const asked = {
      ...origin,
      'Access-Control-Request-Method': 'DELETE',
      'Access-Control-Request-Headers': 'x-api-key',
    };
    const preflight = await fetch(`${tom.client.base}/api/job/x`, { method: 'OPTIONS', headers: asked });
    expect(preflight.headers.get('access-control-allow-methods')?.split(/, ?/)).toEqual(
      expect.arrayContaining(['GET', 'POST', 'PUT', 'DELETE']),
    );
    const { headers } = await fetch(`${tom.client.base}/health`, { headers: origin });
    expect(headers.get('access-control-expose-headers')?.split(/, ?/)).toEqual(
      expect.arrayContaining(['Link', 'Retry-After', 'X-Request-ID', 'Tom-Inventory-Source']),
    );
  });
});
