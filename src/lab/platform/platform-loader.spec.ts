import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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

  it('are the thirty that are most in use, and their families stay out of sight', async () => {
    const names = await new PlatformLoader().names();
    expect(names).toHaveLength(30);
    expect(names.filter((name) => name.startsWith('_'))).toEqual([]);
    await expect(new PlatformLoader().load('_cisco_like')).rejects.toThrow('is unknown to the lab');
  });

  it('use known placeholders alone', async () => {
    const loader = new PlatformLoader();
    const unknown: string[] = [];
    for (const name of await loader.names()) {
      const { description, commands } = await loader.load(name);
      const facts = new DeviceFacts({ name: 'x', number: 1, username: 'u' }, description.facts, () => new Date());
      for (const { description: command, text } of commands) {
        const parameters = Array.from(command.command.matchAll(/<(\w+)>/g), ([, parameter]) => parameter);
        const faulty = placeholders(text).filter(
          (fact) => facts.lookup(fact) === undefined && !parameters.includes(fact),
        );
        unknown.push(...faulty.map((fact) => `${name}: ${command.command}: ${fact}`));
      }
    }
    expect(unknown).toEqual([]);
  });

  it('names the nearest platform when there is none of that name', async () => {
    await expect(new PlatformLoader().load('cisco_iosx')).rejects.toThrow('did you mean "cisco_ios"');
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
    expect(await loader.names()).toEqual(expect.arrayContaining(['cisco_ios', 'linux', 'mine']));
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

describe('a family', () => {
  const folders = async (...texts: string[]) => {
    const root = await mkdtemp(join(tmpdir(), 'lab-family-'));
    for (const [index, text] of texts.entries()) {
      await mkdir(join(root, `p${index}`));
      await writeFile(join(root, `p${index}`, 'device.yaml'), text);
      await writeFile(join(root, `p${index}`, `show_p${index}.txt`), `from p${index}\n`);
    }
    return root;
  };

  it('gives its keys, commands and transcripts, and those of the platform win', async () => {
    const own =
      'extends: p1\nmodes: { exec: { prompt: "own> " } }\ncommands: [{ command: show x, output: "mine\\n" }]\n';
    const family = MINIMAL.replace(
      'commands:',
      'commands:\n  - {command: show x, output: "family"}\n  - {command: show y, output: "y"}',
    );
    const platform = await new PlatformLoader(await folders(own, family)).load('p0');
    const textOf = (line: string) => {
      const resolution = platform.trees.get('exec')?.resolve(line);
      return resolution?.kind === 'command' ? resolution.command.text : undefined;
    };
    expect(platform.description).toMatchObject({ about: 'a test' });
    expect(platform.description.modes.get('exec')?.prompt).toBe('own> ');
    expect([textOf('show x'), textOf('show y'), textOf('show p0'), textOf('show p1')]).toEqual([
      'mine\n',
      'y',
      'from p0\n',
      'from p1\n',
    ]);
  });

  it.each(['extends: p9', 'extends: p0', 'extends: 3'])('is refused as %s', async (text) => {
    const loader = new PlatformLoader(await folders(text));
    await expect(loader.load('p0')).rejects.toThrow('extends must be the name of another platform');
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
