import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { settingsOfValues } from '../../src/config/settings-of-values.js';
import { createHttpApp } from '../../src/http-app.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { dumpRedis } from '../support/redis-dump.js';
import { TomFiles } from '../support/tom-files.js';
import { EmbeddedTom } from '../support/embedded-tom.js';

/** A template that takes longer with this output than it may. */
const SLOW = 'Value A ((?=x)(x+x+)+y|z)\n\nStart\n  ^${A}\n';
const OUTPUT = 'x'.repeat(4_000);

describe('a Tom that is told to stop', () => {
  it('goes on parsing for the requests that it holds', async () => {
    const tom = await EmbeddedTom.start({ devices: {}, credentials: {}, settings: { parse_timeout_ms: 2_000 } });
    const parse = (content: string, output: string) =>
      tom.client.post('/api/parse/test', { parser: 'textfsm', template_content: content, raw_output: output });
    await parse('Value A (.*)\n\nStart\n  ^${A} -> Record\n', 'ready');
    const held = parse(SLOW, OUTPUT);
    await new Promise((resolve) => setTimeout(resolve, 500));

    const stopping = tom.stop();

    expect((await held).text).toContain('did not finish with this output within 2000 ms');
    await stopping;
  });
});

describeWith(['redis-server'], 'a controller that is told to stop', () => {
  it('records also what it is asked last', async () => {
    const [redis, files] = await Promise.all([RedisServer.start(), TomFiles.create({}, {})]);
    const settings = settingsOfValues({
      redis_host: '127.0.0.1',
      redis_port: redis.port,
      log_level: 'silent',
      ...files.settings,
    });
    const app = await createHttpApp({ role: 'controller', settings });
    await app.listen(0, '127.0.0.1');
    const { hostname, port } = new URL(await app.getUrl());
    const body = JSON.stringify({ user: 'late' });
    const socket = connect(Number(port), hostname);
    const head = ['POST /api/keys HTTP/1.1', 'Host: tom', 'Content-Type: application/json', 'Connection: close'];
    socket.write([...head, `Content-Length: ${body.length}`, '', body.slice(0, 5)].join('\r\n'));
    await once(app.getHttpServer(), 'request');

    const stopping = app.close();
    await eventually(() => !app.getHttpServer().listening);
    socket.write(body.slice(5));
    expect(await text(socket)).toContain('HTTP/1.1 200');
    await stopping;

    expect(await dumpRedis(redis.port)).toContain('api_key.created');
    await Promise.all([redis.remove(), files.remove()]);
  }, 60_000);
});
