import { Lab } from '../../src/lab/lab.js';
import { dumpRedis } from '../support/redis-dump.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { TomFiles } from '../support/tom-files.js';
import { TomProcess } from '../support/tom-process.js';

const LOGIN = { username: 'admin', password: 'pl4nted-st0red' };
const SECRET = 'pl4nted-en4ble';
const WRONG = 'pl4nted-wr0ng';

describeWith(['redis-server'], 'privilege over the API', () => {
  let lab: Lab;
  let redis: RedisServer;
  let files: TomFiles;
  let controller: TomProcess;
  let worker: TomProcess;
  const answers: string[] = [];

  beforeAll(async () => {
    lab = await Lab.start({
      devices: [
        { name: 'r1', platform: 'cisco_ios', enableSecret: SECRET, ...LOGIN },
        { name: 'r2', platform: 'cisco_ios', enableSecret: SECRET, ...LOGIN },
      ],
    });
    redis = await RedisServer.start();
    const device = (name: string, credential: string) => ({
      port: lab.device(name).port,
      adapter_driver: 'cisco_ios',
      credential_id: credential,
    });
    files = await TomFiles.create(
      { r1: device('r1', 'complete'), r2: device('r2', 'bare') },
      { complete: { ...LOGIN, secret: SECRET }, bare: LOGIN },
    );
    const settings = { redis_host: '127.0.0.1', redis_port: redis.port, log_format: 'json', log_level: 'debug' };
    const { directory: cwd } = files;
    controller = await TomProcess.controller({
      cwd,
      settings: { ...settings, plugin_yaml_inventory_file: files.inventoryFile, allow_inline_credentials: true },
    });
    worker = await TomProcess.worker({
      cwd,
      settings: { ...settings, ...files.credentialSettings },
    });
  });

  afterAll(async () => {
    await controller.stop();
    await worker.stop();
    await redis.stop();
    await files.remove();
    await lab.stop();
  });

  const send = async (device: string, command: string, more: Record<string, unknown> = {}) => {
    const answer = await controller.client.send(device, command, more);
    answers.push(answer.text);
    return answer;
  };
  const modes = (device: string) => lab.device(device).log.commands.map(({ text, mode }) => `${mode}: ${text}`);

  it('leaves a session at the level of its log-in unless it is asked for more', async () => {
    const { json } = await send('r1', 'show version');
    expect(json.status).toBe('COMPLETE');
    expect(modes('r1').filter((command) => command.endsWith('enable'))).toEqual([]);
  });

  it('is raised with the stored secret, and given back for the next job', async () => {
    const { json } = await send('r1', 'show running-config', { enable: true });
    expect(json).toMatchObject({ status: 'COMPLETE', metadata: { enable: true } });
    expect(json.result?.data['show running-config']).toContain('hostname r1');
    await send('r1', 'show clock');
    expect(modes('r1').slice(-4)).toEqual([
      'user: enable',
      'privileged: show running-config',
      'privileged: disable',
      'user: show clock',
    ]);
  });

  it('is raised with the secret of the request', async () => {
    const { json } = await send('r2', 'show running-config', { enable: true, secret: SECRET });
    expect(json).toMatchObject({ status: 'COMPLETE', metadata: { credential: { credential_id: 'bare' } } });
  });

  it('fails at once, after one attempt, with a wrong secret', async () => {
    const before = modes('r2').length;
    const { json } = await send('r2', 'show running-config', { enable: true, secret: WRONG });
    expect(json).toMatchObject({ status: 'FAILED', attempts: 1, error_type: 'auth', error_stage: 'privilege' });
    expect(json.error).toMatch(/^EnableSecretRejected: "enable" on .* does not take the enable secret of the request/);
    expect(
      modes('r2')
        .slice(before)
        .filter((command) => command.endsWith('enable')),
    ).toHaveLength(1);
  });

  it('names the credential that has no secret', async () => {
    const { json } = await send('r2', 'show running-config', { enable: true });
    expect(json).toMatchObject({ status: 'FAILED', attempts: 1, error_type: 'credential', error_stage: 'privilege' });
    expect(json.error).toContain('credential "bare" has none');
  });

  it('shows what the device refused beside the output', async () => {
    const { json } = await send('r1', 'shwo version');
    expect(json.result?.meta).toMatchObject({
      rejected: { 'shwo version': { reason: 'rejected', line: expect.stringContaining('% Invalid input') } },
    });
  });

  it('ends a command at what is expected in place of the prompt', async () => {
    const { json } = await send('r1', 'enable', { expect: 'Pass\\w+' });
    expect(json).toMatchObject({ status: 'COMPLETE', metadata: { expect: 'Pass\\w+' } });
    expect(json.result?.data.enable).toBe('Password: ');
  });

  it.each([
    [{ secret: SECRET }, 'secret was given without enable'],
    [{ expect: '(' }, 'valid regular expression'],
    [{ expect: '' }, 'valid regular expression'],
  ])('refuses %j', async (fields, message) => {
    const { status, text } = await send('r1', 'show clock', fields);
    expect(status).toBe(422);
    expect(text).toContain(message);
  });

  it('leaves a secret nowhere', async () => {
    const places = [...answers, await dumpRedis(redis.port), controller.log, worker.log];
    for (const plant of [SECRET, WRONG, LOGIN.password]) {
      for (const form of [plant, Buffer.from(plant).toString('base64'), Buffer.from(plant).toString('hex')]) {
        expect(places.filter((place) => place.includes(form))).toEqual([]);
      }
    }
    expect(places.join()).not.toContain('ciphertext');
  });
});
