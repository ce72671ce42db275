import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeviceFacts } from '../device-facts.js';
import { placeholders } from '../cli/template.js';
import { PlatformLoader, readDescription } from './platform-loader.js';

const OWN = join(import.meta.dirname, '..', 'devices');

const MINIMAL = `
about: a test
driver: generic
hostname: t{{number}}
start_mode: exec
default_modes: [exec]
modes:
  exec: {prompt: '{{hostname}}$ '}
errors: {invalid: "what?\\n", incomplete: "go on\\n", ambiguous: "which?\\n"}
commands:
  - {command: exit, closes: true}
`;

describe('the platforms of the lab', () => {
  it.each(['arista_eos', 'cisco_ios', 'linux'])('%s answers at least eight show commands', async (name) => {
    await new PlatformLoader().load(name);
    const transcripts = (await readdir(join(OWN, name))).filter((file) => file.endsWith('.txt'));
    expect(transcripts.length).toBeGreaterThanOrEqual(8);
  });

  it.each(['arista_eos', 'cisco_ios', 'linux'])('%s uses known placeholders alone', async (name) => {
    const { description } = await new PlatformLoader().load(name);
    const identity = { name: 'x', number: 1, username: 'u' };
    const facts = new DeviceFacts(identity, description.facts, () => new Date());
    for (const file of (await readdir(join(OWN, name))).filter((entry) => entry.endsWith('.txt'))) {
      const names = placeholders(await readFile(join(OWN, name, file), 'utf8'));
      expect({ file, unknown: names.filter((fact) => facts.lookup(fact) === undefined) }).toEqual({
        file,
        unknown: [],
      });
    }
  });

  it('names the nearest platform when there is none of that name', async () => {
    await expect(new PlatformLoader().load('cisco_iosx')).rejects.toThrow('did you mean "cisco_ios"?');
  });
});

describe('a directory of the user', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lab-'));
    await mkdir(join(directory, 'mine'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('adds platforms, whose transcripts answer to their file names', async () => {
    await writeFile(join(directory, 'mine', 'device.yaml'), MINIMAL);
    await writeFile(join(directory, 'mine', 'show_my_status.txt'), 'fine\n');
    const loader = new PlatformLoader(directory);
    expect(await loader.names()).toEqual(['arista_eos', 'cisco_ios', 'linux', 'mine']);
    const resolution = (await loader.load('mine')).trees.get('exec')?.resolve('show my status');
    expect(resolution?.kind === 'command' && resolution.command.text).toBe('fine\n');
  });

  it('is missed by name when it is not there', async () => {
    await expect(new PlatformLoader(join(directory, 'none')).names()).rejects.toThrow('cannot be read');
  });

  it('says which transcript is missing', async () => {
    await writeFile(join(directory, 'mine', 'device.yaml'), `${MINIMAL}  - {command: show x, file: gone.txt}\n`);
    await expect(new PlatformLoader(directory).load('mine')).rejects.toThrow('gone.txt cannot be read');
  });
});

describe('readDescription', () => {
  it.each([
    ['a key it does not know', `${MINIMAL}colour: red\n`, 'colour: property colour should not exist'],
    ['a key that is missing', MINIMAL.replace('about: a test\n', ''), 'about'],
    ['a fault deep inside', `${MINIMAL}  - {command: x, ask: {prompt: a, attempts: 0}}\n`, 'commands.1.ask.0.attempts'],
    [
      'a mode that is not there',
      MINIMAL.replace('[exec]', '[exex]'),
      'mode "exex" is not among the modes; did you mean "exec"?',
    ],
    ['broken YAML', 'about: [', 'is no usable YAML'],
  ])('reports %s', (_, text, message) => {
    expect(() => readDescription(text, 'my/device.yaml')).toThrow(message);
    expect(() => readDescription(text, 'my/device.yaml')).toThrow('my/device.yaml');
  });
});
