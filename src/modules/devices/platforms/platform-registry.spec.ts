import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformDefinitionError, UnknownDriverError } from '../devices.errors.js';
import { TransportNotSupportedError } from './platform.errors.js';
import { PlatformRegistry } from './platform-registry.js';

async function loaded(platformDir?: string): Promise<PlatformRegistry> {
  const registry = new PlatformRegistry({ platformDir });
  await registry.onModuleInit();
  return registry;
}

describe('PlatformRegistry', () => {
  it.each([
    ['cisco_ios', 'cisco_ios'],
    ['cisco_iosxe', 'cisco_ios'],
    ['cisco_xe', 'cisco_ios'],
    ['CISCO_IOS_SSH', 'cisco_ios'],
    ['arista_eos', 'arista_eos'],
    ['linux', 'linux'],
    ['generic', 'generic'],
  ])('resolves %s to %s', async (name, platform) => {
    expect((await loaded()).resolve(name).name).toBe(platform);
  });

  it('names the device and the nearest drivers when a driver is unknown', async () => {
    const registry = await loaded();
    expect(() => registry.resolve('cisco_isox', 'r1')).toThrow(UnknownDriverError);
    expect(() => registry.resolve('cisco_isox', 'r1')).toThrow(
      /^adapter_driver "cisco_isox" of device "r1" is unknown; did you mean "cisco_/,
    );
    expect(() => registry.resolve('cisco_isox')).toThrow(/^adapter_driver "cisco_isox" is unknown; did you mean/);
  });

  it('says that it has no way to a device on a serial line', async () => {
    const registry = await loaded();
    const resolve = () => registry.resolve('cisco_ios_serial', 'r1');
    expect(resolve).toThrow(TransportNotSupportedError);
    expect(resolve).toThrow(
      /^adapter_driver "cisco_ios_serial" of device "r1" asks for a serial line.*"cisco_ios_telnet"/,
    );
    expect(() => registry.resolve('cisco_isox_serial')).toThrow(UnknownDriverError);
  });

  it.each([
    ['cisco_ios_telnet', 'cisco_ios', '\n'],
    ['HUAWEI_TELNET', 'huawei', '\r\n'],
    ['raisecom_telnet', 'raisecom_roap', '\r\n'],
    ['ipinfusion_ocnos_telnet', 'ipinfusion_ocnos', '\r'],
  ])('resolves %s to %s over Telnet, whose Enter is %j', async (driver, name, lineEnding) => {
    const registry = await loaded();
    expect(registry.resolve(driver)).toEqual({ ...registry.resolve(name), protocol: 'telnet', lineEnding });
    expect(registry.resolve(name).protocol).toBe('ssh');
    expect(() => registry.resolve('cisco_isox_telnet')).toThrow(UnknownDriverError);
  });

  it('does not offer what a family has in common as a platform', async () => {
    const registry = await loaded();
    expect(() => registry.resolve('cisco_like')).toThrow(UnknownDriverError);
  });

  it('hands the data of a platform down to those that extend it, but not its names', async () => {
    const registry = await loaded();
    const arista = registry.resolve('arista_eos');
    expect(arista.pagingCommands).toEqual(['terminal length 0']);
    expect(arista.names).toEqual(['arista_eos']);
    expect(arista.questions).toEqual(registry.resolve('generic').questions);
  });

  describe('with definitions of plugins', () => {
    async function withPlugin(definition: object, platformDir?: string): Promise<PlatformRegistry> {
      const { name = 'acme_os' } = definition as { name?: string };
      const pluginPlatforms = [{ name, plugin: '@acme/os', definition: { name, description: 'Acme', ...definition } }];
      const registry = new PlatformRegistry({ pluginPlatforms, platformDir });
      await registry.onModuleInit();
      return registry;
    }

    it('has their platforms, which extend and replace built-in ones', async () => {
      const acme = await withPlugin({ extends: 'cisco_ios', prompt_quiet_ms: 50, aliases: ['acme'] });
      expect(acme.resolve('ACME_SSH')).toMatchObject({ name: 'acme_os', promptQuietMs: 50 });
      const linux = await withPlugin({ name: 'linux', extends: 'linux', prompt_quiet_ms: 50 });
      expect(linux.resolve('linux').promptQuietMs).toBe(50);
      expect(linux.resolve('cumulus_linux').promptQuietMs).not.toBe(50);
    });

    it('lets a directory of the user extend and replace them', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'platforms-'));
      await writeFile(join(directory, 'a.yaml'), 'name: acme_os\ndescription: Mine\nextends: acme_os\n');
      const registry = await withPlugin({ extends: 'cisco_ios', prompt_quiet_ms: 50 }, directory);
      await rm(directory, { recursive: true });
      expect(registry.resolve('acme_os')).toMatchObject({ description: 'Mine', promptQuietMs: 50 });
    });

    it.each([
      [{ extends: 'cisco_ois' }, /^platform definition "acme_os" of plugin "@acme\/os" extends "cisco_ois".*cisco_ios/],
      [{ extends: 'cisco_ios', pagers: 3 }, /^platform definition "acme_os" of plugin "@acme\/os" has faults: pagers/],
      [{ extends: 'cisco_ios', aliases: ['linux'] }, /"linux" and "acme_os" both go by the name "linux"/],
    ])('refuses %j with the name of the plugin', async (definition, message) => {
      await expect(withPlugin(definition)).rejects.toThrow(message);
    });
  });

  describe('with a directory of the user', () => {
    let directory: string;
    const write = (name: string, text: string) => writeFile(join(directory, name), text);

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'platforms-'));
    });
    afterEach(() => rm(directory, { recursive: true }));

    it('adds platforms that extend built-in ones', async () => {
      await write('acme.yaml', 'name: acme_os\ndescription: Acme\nextends: cisco_ios\nprompt_quiet_ms: 50\n');
      const platform = (await loaded(directory)).resolve('acme_os');
      expect(platform.promptQuietMs).toBe(50);
      expect(platform.widthCommands).toEqual(['terminal width 511']);
    });

    it('adds families, and platforms of them', async () => {
      await write('acme_like.yaml', 'name: acme_like\nabstract: true\nextends: cisco_like\nprompt_quiet_ms: 50\n');
      await write('acme.yaml', 'name: acme_os\ndescription: Acme\nextends: acme_like\n');
      const registry = await loaded(directory);
      expect(registry.resolve('acme_os').promptQuietMs).toBe(50);
      expect(() => registry.resolve('acme_like')).toThrow(UnknownDriverError);
    });

    it('replaces a built-in platform of the same name', async () => {
      await write('linux.yaml', 'name: linux\ndescription: Mine\nextends: generic\n');
      expect((await loaded(directory)).resolve('linux').description).toBe('Mine');
    });

    it('changes a built-in platform by extending it under its own name, and nothing of its heirs', async () => {
      await write('linux.yaml', 'name: linux\ndescription: Mine\nextends: linux\nenable: { command: su }\n');
      const registry = await loaded(directory);
      expect(registry.resolve('linux').enable).toMatchObject({
        command: 'su',
        levels: ['root', 'plain_privileged'],
        asksOwnPassword: true,
      });
      expect(registry.resolve('cumulus_linux').enable?.command).toBe('sudo -s');
    });

    it.each([
      [
        'a level that is not there',
        'name: x\ndescription: d\nextends: generic\nenable: { levels: [root] }\n',
        /privilege_levels has no "root", which enable or configuration names/,
      ],
      [
        'an unknown key',
        'name: x\ndescription: d\nextends: generic\npagging_commands: []\n',
        /x\.yaml.*pagging_commands/,
      ],
      [
        'a bad expression',
        'name: x\ndescription: d\nextends: generic\nquestions: ["("]\n',
        /questions.*regular expression/,
      ],
      [
        'an unknown parent',
        'name: x\ndescription: d\nextends: cisco_ois\n',
        /"cisco_ois", which is unknown; did you mean "cisco_ios"/,
      ],
      ['a word for a flag', 'name: x\nabstract: maybe\nextends: generic\n', /abstract must be true or false/],
      ['a circle', 'name: x\ndescription: d\nextends: x\n', /extends itself: x → x/],
      [
        'a name taken twice',
        'name: x\ndescription: d\nextends: generic\naliases: [cisco_xe]\n',
        /both go by the name "cisco_xe"/,
      ],
      ['several faults', 'name: X\nextends: generic\n', /name.*description/],
      ['broken YAML', 'name: [x\n', /x\.yaml cannot be read/],
      ['no mapping', '- x\n', /is not a YAML mapping/],
    ])('refuses %s', async (_, text, message) => {
      await write('x.yaml', text);
      await expect(loaded(directory)).rejects.toThrow(PlatformDefinitionError);
      await expect(loaded(directory)).rejects.toThrow(message);
    });
  });
});
