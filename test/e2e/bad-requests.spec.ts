import * as fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badRequests } from '../support/bad-requests.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { usedBytes } from '../support/heap.js';
import type { ApiDocument } from '../support/openapi-facts.js';
import { RawHttp, type RawAnswer } from '../support/raw-http.js';
import { propertyRuns } from '../support/scale.js';

const MAX_GROWTH_BYTES = 24 * 2 ** 20;

describe('requests that make no sense', () => {
  let directory: string;
  let tom: EmbeddedTom;
  let http: RawHttp;
  let document: ApiDocument;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-bad-requests-'));
    tom = await EmbeddedTom.start({
      devices: { r1: { port: 1, adapter_driver: 'cisco_ios' } },
      credentials: {},
      settings: {
        textfsm_template_dir: join(directory, 'textfsm'),
        ttp_template_dir: join(directory, 'ttp'),
        connect_timeout: 1,
      },
    });
    http = new RawHttp(tom.client.base);
    document = (await tom.client.get('/openapi.json')).json as unknown as ApiDocument;
  });

  afterAll(async () => {
    http.close();
    await tom.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** An error says what is wrong, in its one shape or, for a caller who wants text, as a sentence. */
  function isClear({ status, contentType, text }: RawAnswer): boolean {
    if (status < 400) return true;
    if (contentType.startsWith('text/plain')) return text.length > 0;
    const { error, detail } = JSON.parse(text) as { error: unknown; detail: unknown };
    return typeof error === 'string' && (Array.isArray(detail) ? detail.length > 0 : typeof detail === 'string');
  }

  it('are refused in a clear way, never with a failure of the server, and leave nothing behind', async () => {
    const { numRuns, seed } = propertyRuns(10_000);
    const requests = fc.sample(badRequests(document), { numRuns, seed });
    const wrong: string[] = [];
    let refused = 0;
    let usedAtHalf = 0;
    for (let at = 0; at < requests.length; at += 16) {
      if (usedAtHalf === 0 && at > requests.length / 2) usedAtHalf = await usedBytes();
      const batch = requests.slice(at, at + 16);
      const answers = await Promise.all(batch.map((request) => http.ask(request)));
      answers.forEach((answer, index) => {
        if (answer.status >= 400) refused++;
        if (answer.status < 500 && isClear(answer)) return;
        const { method = '', path = '', body } = batch[index] ?? {};
        wrong.push(
          `${method} ${path.slice(0, 200)} ${String(body).slice(0, 300)}: ${answer.status} ${answer.text.slice(0, 200)}`,
        );
      });
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(requests.length / 2);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect((await usedBytes()) - usedAtHalf).toBeLessThan(MAX_GROWTH_BYTES);
    expect((await tom.client.get('/health')).json).toEqual({ status: 'ok' });
  }, 600_000);
});
