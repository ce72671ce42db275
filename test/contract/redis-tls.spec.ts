import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RedisSettings } from '../../src/config/groups/redis.settings.js';
import { commandJob } from '../support/job-payloads.js';
import { freePort } from '../support/free-port.js';
import { startRedisJobs } from '../support/redis-jobs.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';

const PATIENT_MS = 20_000;

describeWith(['redis-server', 'openssl'], 'Redis over TLS', () => {
  let folder: string;
  let redis: RedisServer;
  let tlsPort: number;

  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tom-tls-'));
    makeCertificate('right');
    makeCertificate('other');
    tlsPort = await freePort();
    redis = await RedisServer.start({
      args: [
        ...['--tls-port', String(tlsPort), '--tls-cert-file', file('right.pem'), '--tls-key-file', file('right.key')],
        ...['--tls-ca-cert-file', file('right.pem'), '--tls-auth-clients', 'yes'],
      ],
    });
  });

  afterAll(async () => {
    await redis.remove();
    rmSync(folder, { recursive: true });
  });

  /** A certificate that is its own authority. */
  function makeCertificate(name: string): void {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file(`${name}.key`)];
    const args = ['req', '-x509', '-days', '2', ...key, '-out', file(`${name}.pem`), ...subject];
    execFileSync('openssl', args, { stdio: 'ignore' });
  }

  function settings(changes: Partial<RedisSettings> = {}): RedisSettings {
    return Object.assign(redis.settings, {
      host: 'localhost',
      port: tlsPort,
      useTls: true,
      tlsCaCertsFile: file('right.pem'),
      tlsCertFile: file('right.pem'),
      tlsKeyFile: file('right.key'),
      tlsCheckHostname: true,
      ...changes,
    });
  }

  it('runs jobs, with the certificate and the host name checked and one of its own shown', async () => {
    const jobs = await startRedisJobs(settings());
    const consumer = await jobs.queue.consume(async () => ({ kind: 'completed' }));
    const { id } = await jobs.queue.enqueue(commandJob());
    expect(await jobs.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'COMPLETE' });
    await consumer.close(0);
    await jobs.close();
  });

  it.each<[string, () => Partial<RedisSettings>]>([
    ['an authority that did not sign', () => ({ tlsCaCertsFile: file('other.pem') })],
    ['a host name that is not in the certificate', () => ({ host: '127.0.0.1' })],
    ['no certificate of the client', () => ({ tlsCertFile: undefined, tlsKeyFile: undefined })],
  ])('takes no job with %s', async (_, changes) => {
    const jobs = await startRedisJobs(settings(changes()));
    await expect(jobs.queue.enqueue(commandJob())).rejects.toThrow('does not answer');
    await jobs.close();
  });
});
