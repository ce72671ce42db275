import type { OpenAPIObject } from '@nestjs/swagger';
import { Lab } from '../../src/lab/lab.js';
import { EmbeddedTom } from '../support/embedded-tom.js';

const LOGIN = { username: 'admin', password: 'admin' };

interface Example {
  readonly path: string;
  readonly name: string;
  readonly value: Record<string, unknown>;
}

/** Every example of a request body, with its path filled in from the examples of its parameters. */
function examplesOf(document: OpenAPIObject): Example[] {
  return Object.entries(document.paths).flatMap(([path, { post }]) => {
    const body = post?.requestBody;
    const examples = body !== undefined && 'content' in body ? (body.content['application/json']?.examples ?? {}) : {};
    return Object.entries(examples).map(([name, example]) => ({
      path: path.replace('{device_name}', 'r1'),
      name,
      value: ('value' in example ? example.value : {}) as Record<string, unknown>,
    }));
  });
}

describe('API docs', () => {
  let lab: Lab;
  let tom: EmbeddedTom;
  let document: OpenAPIObject;

  beforeAll(async () => {
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
    const devices = { r1: { port: lab.device('r1').port, adapter_driver: 'cisco_ios' } };
    tom = await EmbeddedTom.start({ devices, credentials: { lab: LOGIN } });
    document = (await tom.client.get('/openapi.json')).json as unknown as OpenAPIObject;
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
  });

  it.each(['/docs', '/redoc'])('are served at %s, and load nothing from elsewhere', async (path) => {
    const { status, headers, text } = await tom.client.get(path);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'self'; script-src 'self';.* img-src 'self' data:/,
    );
    expect(text).not.toMatch(/(src|href)="?(https?:)?\/\//);
    const scripts = [...text.matchAll(/<script[^>]* src="([^"]+)"/g)].map(
      ([, src = '']) => new URL(src, `${tom.client.base}/`).pathname,
    );
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts) {
      const answer = await tom.client.get(script);
      expect([answer.status, answer.text.includes('https://cdn.')]).toEqual([200, false]);
    }
  });

  it('give every operation a summary and its answers a description', () => {
    const operations = Object.values(document.paths).flatMap(({ get, post }) =>
      [get, post].filter((operation) => operation !== undefined),
    );
    expect(operations.filter(({ summary, tags }) => !summary || !tags)).toEqual([]);
    expect(
      operations.flatMap(({ responses }) => Object.values(responses)).filter((answer) => answer === undefined),
    ).toEqual([]);
  });

  it('have examples that work when pressed', async () => {
    const examples = examplesOf(document);
    expect(examples.length).toBeGreaterThanOrEqual(6);
    for (const { path, value } of examples) {
      const port = 'port' in value ? { port: lab.device('r1').port } : {};
      const { status, json, text } = await tom.client.post(path, { ...value, ...port });
      expect(status).toBe(200);
      if (value.raw_output === true) expect(text).toMatch(/^Interface/);
      else if ('job_id' in json) expect(json.status).toBe(value.wait === true ? 'COMPLETE' : 'QUEUED');
      else if (path === '/api/parse/test') expect(json).toMatchObject({ parsed: [expect.any(Object)] });
    }
  });

  it('name the schemas as clients of the contract know them', () => {
    expect(Object.keys(document.components?.schemas ?? {})).toEqual(
      expect.arrayContaining([
        'CommandSpec',
        'DeviceConfig',
        'HTTPValidationError',
        'JobResponse',
        'RawCommandRequest',
        'SendCommandRequest',
        'SendCommandsRequest',
        'SendConfigsRequest',
        'ValidationError',
      ]),
    );
  });
});
