import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { describeWith } from '../support/requirements.js';

describeWith(['openssl'], 'the API over HTTPS', () => {
  let folder: string;
  let tom: EmbeddedTom;
  let port: number;
  const file = (name: string): string => join(folder, name);

  function makeCertificate(name: string): void {
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1', '-nodes'];
    const files = ['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    execFileSync('openssl', ['req', '-x509', ...key, ...files, ...subject], { stdio: 'ignore' });
  }

  function put(name: string): void {
    for (const end of ['crt', 'key']) {
      copyFileSync(file(`${name}.${end}`), file(`next.${end}`));
      renameSync(file(`next.${end}`), file(`tom.${end}`));
    }
  }

  async function hello(options: object = {}): Promise<TLSSocket> {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
    await once(socket, 'secureConnect');
    return socket;
  }

  async function commonName(): Promise<string> {
    const socket = await hello();
    const { CN } = socket.getPeerCertificate().subject;
    socket.destroy();
    return String(CN);
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tom-https-'));
    makeCertificate('first');
    makeCertificate('second');
    put('first');
    port = await freePort();
    const settings = { tls_cert: file('tom.crt'), tls_key: file('tom.key') };
    tom = await EmbeddedTom.start({ devices: {}, credentials: {}, port, settings });
  });

  afterAll(async () => {
    await tom.stop();
    rmSync(folder, { recursive: true });
  });

  it('answers, and tells browsers to stay with it', async () => {
    const socket = await hello();
    socket.write('GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    let answer = '';
    for await (const chunk of socket as AsyncIterable<Buffer>) answer += chunk.toString();
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer.toLowerCase()).toContain('strict-transport-security: max-age=31536000');
  });

  it('speaks no version of TLS before 1.2', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' };
    await expect(hello(old)).rejects.toThrow(/protocol|alert|version/i);
    const socket = await hello({ maxVersion: 'TLSv1.2' });
    expect(socket.getProtocol()).toBe('TLSv1.2');
    socket.destroy();
  });

  it('changes its certificate while it runs', async () => {
    expect(await commonName()).toBe('first');
    put('second');
    await eventually(async () => (await commonName()) === 'second');
  });

  it('does not start with files that do not belong together', async () => {
    const settings = { tls_cert: file('first.crt'), tls_key: file('second.key') };
    await expect(EmbeddedTom.start({ devices: {}, credentials: {}, settings })).rejects.toThrow(
      /tls_cert ".*first.crt" and tls_key ".*second.key" cannot be used/,
    );
  });
});
