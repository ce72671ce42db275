import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { FakeTerminal } from '../../test/support/tool-terminal.js';
import { VaultServer } from '../../test/support/vault-server.js';
import { settingsOfValues } from '../config/settings-of-values.js';
import { runCredentials } from './credentials-tool.js';

const PLANT = 'pl4nted: "quoted" #no comment';

describe('npm run credentials', () => {
  beforeAll(() => void Logger.overrideLogger(false));
  let directory: string;
  let file: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-credentials-tool-'));
    file = join(directory, 'creds.yml');
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function run(args: string, secrets: string[] = [], more: Record<string, unknown> = {}) {
    const terminal = new FakeTerminal(secrets);
    const values = { credential_plugin: 'yaml', plugin_yaml_credential_file: file, ...more };
    const code = await runCredentials(args.split(' '), terminal, () => settingsOfValues(values));
    expect(terminal.everything).not.toContain('pl4nted');
    return { code, terminal };
  }

  it('puts, shows, lists and deletes in a YAML file, and leaves the rest of it as it is', async () => {
    const others = '# by hand\nother: {username: x, password: y} # kept\n\nlast:\n  username: z\n  password: z\n';
    await writeFile(file, others);
    const put = await run('put lab --username admin --secret', [PLANT, 'up']);
    expect([put.code, put.terminal.questions]).toEqual([0, ['Password: ', 'Enable secret: ']]);
    expect(await readFile(file, 'utf8')).toContain(others);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await run('get lab')).terminal.printed).toEqual(['username: admin', 'password: ***', 'secret: ***']);
    await run('put other --username changed', [PLANT]);
    expect((await run('get other')).terminal.printed).toEqual(['username: changed', 'password: ***']);
    expect((await run('list')).terminal.printed).toEqual(['lab', 'last', 'other']);
    for (const id of ['lab', 'other']) expect((await run(`delete ${id}`)).code).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(
      '# by hand\n\nlast:\n  username: z\n  password: z\n'.replace('\n\n', '\n'),
    );
    expect((await run('delete lab')).code).toBe(1);
  });

  it('makes the file, and keeps the entries of one in JSON', async () => {
    await run('put a --username admin', [PLANT]);
    expect((await run('list')).terminal.printed).toEqual(['a']);
    await writeFile(file, JSON.stringify({ b: { username: 'x', password: 'y' } }));
    await run('put a --username admin', [PLANT]);
    expect((await run('list')).terminal.printed).toEqual(['a', 'b']);
  });

  it('keeps what others write at the same time', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const runs = await Promise.all(ids.map((id) => run(`put ${id} --username admin`, [PLANT])));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect((await run('list')).terminal.printed).toEqual(ids);
    expect(await readdir(directory)).toEqual(['creds.yml']);
  });

  it('puts keys, with their passphrase', async () => {
    await writeFile(join(directory, 'id'), 'pl4nted-key');
    await run(`put lab --username admin --key ${join(directory, 'id')} --passphrase`, ['p']);
    expect((await run('get lab')).terminal.printed).toEqual(['username: admin', 'private_key: ***', 'passphrase: ***']);
  });

  it('writes to Vault', async () => {
    const vault = await VaultServer.start();
    const store = { credential_plugin: 'vault', plugin_vault_url: vault.url, plugin_vault_token: vault.token() };
    expect((await run('put site/lab --username admin', [PLANT], store)).code).toBe(0);
    expect((await run('list', [], store)).terminal.printed).toEqual(['site/lab']);
    expect((await run('get site/lab', [], store)).terminal.printed).toEqual(['username: admin', 'password: ***']);
    expect((await run('delete site/lab', [], store)).code).toBe(0);
    await vault.stop();
  });

  it.each([
    ['put lab', '--username is missing'],
    ['put lab --username admin', 'no password was given'],
    ['put lab --username admin --passphrase', '--passphrase is for a key'],
    ['put lab --username admin --password=pl4nted', "Option '--password' does not take an argument"],
    ['get', 'one id must be named'],
    ['change lab', '"change" is no action'],
  ])('refuses "%s"', async (args, reason) => {
    const { code, terminal } = await run(args);
    expect(code).toBe(2);
    expect(terminal.complaints.join()).toContain(reason);
  });

  it('says that a store is only read', async () => {
    const { code, terminal } = await run('put lab --username x', ['p'], { credential_plugin: 'env' });
    expect([code, terminal.complaints]).toEqual([1, [expect.stringContaining('"env" is only read by Tom')]]);
  });
});
