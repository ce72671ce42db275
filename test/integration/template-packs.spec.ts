import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzip, gzipSync } from 'node:zlib';
import { runTemplates } from '../../src/modules/parsing/library/templates-command.js';
import { textFsmLibrary } from '../../src/modules/parsing/library/textfsm-library.js';
import { eventually } from '../support/eventually.js';
import { archiveOf, type ArchiveEntry } from '../support/pack-archives.js';
import { describeWithVectors, sharedFile } from '../support/vectors.js';

/** Packs without holding up the process, which is the server too. */
const packed = promisify(gzip);

const FOLDER = 'ntc-templates-1.0/ntc_templates/templates';
const TEMPLATE = 'Value Name (\\w+)\n\nStart\n  ^${Name} -> Record\n';
const INDEX = 'Template, Hostname, Platform, Command\nacme_os_show.textfsm, .*, acme_os, show\n';

const SOUND: Readonly<Record<string, ArchiveEntry>> = {
  'ntc-templates-1.0': { type: 'directory' },
  'ntc-templates-1.0/README.md': 'not wanted',
  'ntc-templates-1.0/tests/acme_os/show/raw.textfsm': 'not wanted',
  [`${FOLDER}/acme_os_show.textfsm`]: TEMPLATE,
  [`${FOLDER}/index`]: INDEX,
};

describe('templates command', () => {
  let root: string;
  let directory: string;
  let server: Server;
  let served: Buffer;
  let address: string;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'tom-packs-'));
    directory = join(root, 'packs');
    server = createServer((request, response) => {
      if (request.url === '/missing') response.statusCode = 404;
      // Packing an archive may hold up this process for longer than a connection is kept.
      response.shouldKeepAlive = false;
      response.end(served);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pack.tar.gz`;
  });

  afterEach(async () => {
    server.close();
    await once(server, 'close');
    rmSync(root, { recursive: true });
  });

  async function run(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    const code = await runTemplates(args, { packDirectory: () => directory, print: (line) => lines.push(line) });
    return { code, text: lines.join('\n') };
  }

  function manifest(): { folder: string; version: string; archiveSha256: string; files: Record<string, string> } {
    return JSON.parse(readFileSync(join(directory, 'ntc.json'), 'utf8')) as ReturnType<typeof manifest>;
  }

  function installedFile(name: string): string {
    return join(directory, manifest().folder, name);
  }

  async function installSound(): Promise<void> {
    served = await archiveOf(SOUND);
    expect(await run('install', 'ntc', '--from', address, '--version', '1.0')).toMatchObject({ code: 0 });
  }

  it('installs templates and index from an address, and records where they came from', async () => {
    await installSound();
    expect(readdirSync(join(directory, manifest().folder)).sort()).toEqual(['acme_os_show.textfsm', 'index']);
    expect(manifest()).toMatchObject({
      version: '1.0',
      origin: address,
      archiveSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect((await run('list')).text).toMatch(/^ntc 1\.0: 1 templates, from http/);
    expect(await run('verify', 'ntc')).toMatchObject({
      code: 0,
      text: expect.stringContaining('as installed') as string,
    });
  });

  it('installs from an archive, from the root of a project and from a folder of templates', async () => {
    const archive = join(root, 'pack.tar.gz');
    writeFileSync(archive, await archiveOf(SOUND));
    const project = join(root, 'project');
    for (const [name, text] of Object.entries({ 'acme_os_show.textfsm': TEMPLATE, index: INDEX })) {
      const path = join(project, 'ntc_templates/templates', name);
      await mkdir(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    for (const from of [archive, project, join(project, 'ntc_templates/templates')]) {
      expect((await run('install', 'ntc', '--from', from)).text).toContain(`1 templates, from ${from}`);
    }
    expect(readdirSync(directory).sort()).toEqual([manifest().folder, 'ntc.json']);
  });

  const REFUSED: readonly (readonly [string, () => Promise<Buffer>, RegExp])[] = [
    ['a truncated archive', async () => (await archiveOf(SOUND)).subarray(0, -40), /damaged/],
    [
      'an archive whose tar is truncated',
      async () => gzipSync(gunzipSync(await archiveOf(SOUND)).subarray(0, 2048)),
      /damaged|no index|no folder/,
    ],
    [
      'an archive with a flipped bit',
      async () => {
        const archive = await archiveOf(SOUND);
        archive.writeUInt8(archive.readUInt8(archive.length - 6) ^ 1, archive.length - 6);
        return archive;
      },
      /damaged/,
    ],
    ['something else', () => Promise.resolve(Buffer.from('<html>Not found</html>')), /no \.tar\.gz archive/],
    [
      'a path that leads out',
      () => archiveOf({ ...SOUND, [`${FOLDER}/../../../evil.textfsm`]: TEMPLATE }),
      /leads out/,
    ],
    ['an absolute path', () => archiveOf({ ...SOUND, '/etc/evil.textfsm': TEMPLATE }), /leads out/],
    [
      'a link in the place of a template',
      () => archiveOf({ ...SOUND, [`${FOLDER}/b.textfsm`]: { type: 'symlink', linkname: '/etc/passwd' } }),
      /is a symlink/,
    ],
    [
      'a hard link in the place of the index',
      () =>
        archiveOf({
          [`${FOLDER}/a.textfsm`]: TEMPLATE,
          [`${FOLDER}/index`]: { type: 'link', linkname: '/etc/passwd' },
        }),
      /is a link/,
    ],
    [
      'a template that is too large',
      () => archiveOf({ ...SOUND, [`${FOLDER}/b.textfsm`]: 'x'.repeat(5_000_000) }),
      /more than/,
    ],
    ['too large an archive, unpacked', () => packed(Buffer.alloc(300_000_000)), /when unpacked/],
    ['too large an archive', () => Promise.resolve(Buffer.alloc(70_000_000)), /more than 67108864 bytes/],
    ['no templates', () => archiveOf({ 'a/README.md': '' }), /no folder ntc_templates\/templates/],
    ['no index', () => archiveOf({ [`${FOLDER}/a.textfsm`]: TEMPLATE }), /no index/],
    [
      'an index that names a template it lacks',
      () =>
        archiveOf({
          ...SOUND,
          [`${FOLDER}/acme_os_show.textfsm`]: { type: 'directory' },
          [`${FOLDER}/b.textfsm`]: TEMPLATE,
        }),
      /"acme_os_show.textfsm", which is missing/,
    ],
  ];

  it.each(REFUSED)('refuses %s and leaves the installed pack as it is', async (_what, archive, reason) => {
    await installSound();
    const before = readFileSync(join(directory, 'ntc.json'), 'utf8');
    served = await archive();
    const { code, text } = await run('install', 'ntc', '--from', address);
    expect(code).toBe(1);
    expect(text).toMatch(reason);
    expect(readFileSync(join(directory, 'ntc.json'), 'utf8')).toBe(before);
    expect((await run('verify')).code).toBe(0);
    expect(readdirSync(directory)).toHaveLength(2);
  });

  it('refuses an archive with another SHA-256 than the one that was named', async () => {
    await installSound();
    const right = manifest().archiveSha256;
    expect(await run('install', 'ntc', '--from', address, '--sha256', '0'.repeat(64))).toMatchObject({ code: 1 });
    expect(await run('install', 'ntc', '--from', address, '--sha256', right)).toMatchObject({ code: 0 });
  });

  it('says what the server answers when that is no archive', async () => {
    const missing = new URL('/missing', address).href;
    expect(await run('install', 'ntc', '--from', missing)).toEqual({
      code: 1,
      text: `${missing} answers 404 Not Found`,
    });
  });

  it('finds files that were changed, deleted or added after they were installed', async () => {
    await installSound();
    truncateSync(installedFile('acme_os_show.textfsm'), 10);
    rmSync(installedFile('index'));
    writeFileSync(installedFile('extra.textfsm'), TEMPLATE);
    const { code, text } = await run('verify', 'ntc');
    expect(code).toBe(1);
    expect(text).toContain('acme_os_show.textfsm was changed');
    expect(text).toContain('index is missing');
    expect(text).toContain('extra.textfsm does not belong to the pack');
  });

  it('removes a pack, also for a controller that runs', async () => {
    const { library } = textFsmLibrary({ customDirectory: join(root, 'custom'), packDirectory: directory });
    const names = (): readonly string[] => library.list().find(({ source }) => source === 'ntc')?.names ?? [];
    await library.start();
    try {
      expect(names()).toEqual([]);
      await installSound();
      await eventually(() => names().length === 1);
      expect(library.resolve({ driver: 'acme_os', command: 'show' }).source).toBe('ntc');
      expect(await run('remove', 'ntc')).toEqual({ code: 0, text: 'ntc: removed' });
      await eventually(() => names().length === 0);
      expect(readdirSync(directory)).toEqual([]);
      expect(await run('remove', 'ntc')).toEqual({ code: 1, text: 'ntc: not installed' });
    } finally {
      await library.stop();
    }
  });

  it('is a fault of the source when the templates of an installed pack are gone', async () => {
    await installSound();
    rmSync(join(directory, manifest().folder), { recursive: true });
    const { library } = textFsmLibrary({ customDirectory: join(root, 'custom'), packDirectory: directory });
    await library.start();
    await library.stop();
    expect(library.list()[1]?.faults).toEqual([
      expect.objectContaining({ reason: expect.stringMatching(/install the pack "ntc" again/) as string }),
    ]);
  });

  it.each([[[]], [['install']], [['install', 'nct']], [['instal', 'ntc']], [['list', '--no-such-option']]])(
    'explains its use when called with %j',
    async (args) => {
      const { code, text } = await run(...args);
      expect(code).toBe(2);
      expect(text).toContain('Usage: npm run templates');
    },
  );

  it('explains its use when asked for it, and that is no fault', async () => {
    const { code, text } = await run('install', '--help');
    expect(code).toBe(0);
    expect(text).toMatch(/^Usage: npm run templates/);
  });
});

const PACK = 'packs/ntc-templates-public.tar.gz';
const TTP_PACK = 'packs/ttp-templates-public.tar.gz';

describeWithVectors([PACK, TTP_PACK], 'the public template packs', () => {
  it.each([
    ['ntc', PACK, '717 templates'],
    ['ttp_templates', TTP_PACK, '61 templates'],
  ])('%s is installed and verified as it is published', async (name, archive, count) => {
    const directory = mkdtempSync(join(tmpdir(), 'tom-packs-'));
    try {
      const lines: string[] = [];
      const environment = { packDirectory: () => directory, print: (line: string) => lines.push(line) };
      expect(await runTemplates(['install', name, '--from', sharedFile(archive)], environment)).toBe(0);
      expect(await runTemplates(['verify'], environment)).toBe(0);
      const others = lines.filter((line) => !line.startsWith('note '));
      expect(others).toEqual([expect.stringContaining(count), expect.stringContaining('as installed')]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
