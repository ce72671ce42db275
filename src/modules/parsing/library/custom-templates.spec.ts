import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  TemplateExistsError,
  TemplateInvalidError,
  TemplateNotFoundError,
  TemplateRequestError,
  TemplateStorageError,
} from '../parsing.errors.js';
import type { TextFsmTemplate } from '../textfsm/textfsm-template.js';
import { CustomTemplates, type TemplateDraft } from './custom-templates.js';
import { TEXTFSM, textFsmLibrary, type TextFsmLibrary } from './textfsm-library.js';
import { textFsmWarnings } from './textfsm-warnings.js';

const CONTENT = 'Value Name (\\w+)\n\nStart\n  ^${Name} -> Record\n';

describe('CustomTemplates', () => {
  let directory: string;
  let parts: TextFsmLibrary;
  let templates: CustomTemplates<TextFsmTemplate>;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tom-custom-'));
    parts = textFsmLibrary({ customDirectory: directory, packDirectory: join(directory, 'packs') });
    templates = new CustomTemplates(directory, TEXTFSM, parts.custom, textFsmWarnings);
    await parts.library.start();
  });

  afterEach(async () => {
    await parts.library.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  function create(draft: Partial<TemplateDraft>) {
    return templates.create({ name: 'a.textfsm', content: CONTENT, ...draft });
  }

  function resolved(driver: string, command: string, hostname?: string): string {
    return parts.library.resolve({ driver, command, hostname, source: 'custom' }).name;
  }

  function rows(): string[] {
    return readFileSync(join(directory, 'index'), 'utf8').split('\n').slice(1);
  }

  it('stores a template with its row, in use at once', async () => {
    const stored = await create({ platform: 'acme_os', command: 'sh[[ow]] things' });
    expect(stored).toEqual({ name: 'a.textfsm', isNew: true, warnings: [] });
    expect(resolved('acme_os', 'sho things')).toBe('a.textfsm');
    expect(readdirSync(directory).sort()).toEqual(['a.textfsm', 'index']);
  });

  it('adds the extension to a name without it', async () => {
    expect((await create({ name: 'linux_uptime' })).name).toBe('linux_uptime.textfsm');
    expect(resolved('linux', 'uptime')).toBe('linux_uptime.textfsm');
  });

  it('puts longer commands and rows for certain hosts first', async () => {
    await create({ name: 'short', platform: 'p', command: 'show ip' });
    await create({ name: 'long', platform: 'p', command: 'show ip route' });
    await create({ name: 'host', platform: 'p', command: 'show', hostname: 'core.*' });
    await create({ name: 'other', platform: 'q', command: 'show ip route vrf' });
    expect(rows().map((row) => row.split('.')[0])).toEqual(['host', 'long', 'short', 'other', '']);
    expect(resolved('p', 'show ip route')).toBe('long.textfsm');
    expect(resolved('p', 'show ip route', 'core1')).toBe('host.textfsm');
  });

  it('replaces a template and its row only when told to', async () => {
    await create({ platform: 'p', command: 'show one' });
    await expect(create({ platform: 'p', command: 'show two' })).rejects.toThrow(TemplateExistsError);
    const stored = await create({ platform: 'p', command: 'show two', overwrite: true });
    expect(stored.isNew).toBe(false);
    expect(rows()).toEqual(['a.textfsm, .*, p, show two', '']);
  });

  it('keeps the rows of a template that is replaced without a command', async () => {
    await create({ platform: 'p', command: 'show one' });
    await create({ overwrite: true });
    expect(resolved('p', 'show one')).toBe('a.textfsm');
  });

  it('stores nothing that does not compile', async () => {
    await expect(create({ content: 'Value Name\n' })).rejects.toThrow(TemplateInvalidError);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('warns of values that no rule fills, and of a row that another one hides', async () => {
    writeFileSync(
      join(directory, 'index'),
      'Template, Hostname, Platform, Command\nb.textfsm, .*, .*, .*\nc.textfsm, .*, p, x\n',
    );
    const { warnings } = await create({
      content: `Value Unused (x)\n${CONTENT}`,
      platform: 'p',
      command: 'show one',
    });
    expect(warnings).toEqual([
      expect.stringContaining('Value Unused is never filled'),
      expect.stringContaining('read with b.textfsm'),
    ]);
  });

  it.each(['../a', 'a/b', '.hidden', '', 'a:b', 'a\nb', 'a b', '/etc/a', 'x'.repeat(300)])(
    'refuses the name %j',
    async (name) => {
      await expect(create({ name })).rejects.toThrow(TemplateRequestError);
    },
  );

  it.each([
    [{ platform: 'p' }],
    [{ command: 'show' }],
    [{ hostname: 'h' }],
    [{ platform: 'p', command: 'a, b' }],
    [{ platform: 'p', command: 'a\nb' }],
    [{ platform: 'p', command: '(' }],
    [{ platform: '', command: 'show' }],
  ])('refuses %j, which the index cannot hold', async (draft) => {
    await expect(create(draft)).rejects.toThrow(TemplateRequestError);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('deletes a template with its rows, and leaves the others', async () => {
    await create({ platform: 'p', command: 'show one' });
    await create({ name: 'b', platform: 'p', command: 'show two' });
    await templates.delete('a');
    expect(readdirSync(directory).sort()).toEqual(['b.textfsm', 'index']);
    expect(rows()).toEqual(['b.textfsm, .*, p, show two', '']);
    await expect(templates.delete('a')).rejects.toThrow(TemplateNotFoundError);
    await expect(templates.delete('../b')).rejects.toThrow(TemplateNotFoundError);
  });

  it('makes changes that come at once one after the other', async () => {
    const names = Array.from({ length: 20 }, (_, number) => `t${number}`);
    await Promise.all(names.map((name) => create({ name, platform: 'p', command: `show ${name} x` })));
    for (const name of names) expect(resolved('p', `show ${name} x`)).toBe(`${name}.textfsm`);
  });

  it('shares a directory with others that change it at the same time', async () => {
    const others = Array.from({ length: 3 }, () => {
      const { custom } = textFsmLibrary({ customDirectory: directory, packDirectory: join(directory, 'packs') });
      return new CustomTemplates(directory, TEXTFSM, custom, textFsmWarnings);
    });
    const kept = others.map((_, number) => `kept${number}`);
    await Promise.all(
      others.flatMap((other, number) =>
        Array.from({ length: 5 }, async (__, count) => {
          const gone = `gone${number}_${count}`;
          await other.create({ name: gone, content: CONTENT, platform: 'p', command: `show ${gone}` });
          await other.delete(gone);
          if (count === 0) {
            const name = `kept${number}`;
            await other.create({ name, content: CONTENT, platform: 'p', command: `show ${name}` });
          }
        }),
      ),
    );
    expect(readdirSync(directory).sort()).toEqual(['index', ...kept.map((name) => `${name}.textfsm`)]);
    expect(rows().sort()).toEqual(['', ...kept.map((name) => `${name}.textfsm, .*, p, show ${name}`)]);
  });

  it('says so when the directory cannot be written', async () => {
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'a file in the place of the directory');
    await expect(create({})).rejects.toThrow(TemplateStorageError);
  });
});
