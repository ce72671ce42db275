import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadedPlugins } from './loaded-plugins.js';
import { pluginReferences } from './plugin-reference.js';

const parserPlugin = (parsers: string): string => `export default { apiVersion: 1, parsers: { ${parsers} } };`;
const readerPlugin = (readers: string): string => parserPlugin(`a: { description: "d", readers: { ${readers} } }`);

describe('LoadedPlugins', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tom-plugins-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function write(name: string, text: string): void {
    writeFileSync(join(directory, name), text);
  }

  function load(...names: string[]): Promise<LoadedPlugins> {
    return LoadedPlugins.load(pluginReferences(names, directory));
  }

  it('has the macros of all plugins, whose paths start at the directory given', async () => {
    write('a.js', 'export default { ttpMacros: { upper: (data) => data.toUpperCase() } };');
    mkdirSync(join(directory, 'b'));
    write('b/index.js', 'module.exports = { ttpMacros: { lower: (data) => data.toLowerCase() } };');
    const { ttpMacros } = await load('./a.js', join(directory, 'b'));
    expect([...ttpMacros.keys()]).toEqual(['upper', 'lower']);
  });

  it.each([
    ['throw new Error("no licence")', 'cannot be loaded: no licence'],
    ['export const ttpMacros = {};', 'has to export an object by default'],
    ['export default { ttpMacro: {} };', 'has a part "ttpMacro", which is unknown; did you mean "ttpMacros"?'],
    ['export default { ttpMacros: [] };', 'needs an object of functions as ttpMacros'],
    ['export default { ttpMacros: { tidy: 1 } };', 'has a macro "tidy" that is no function'],
    ['export default { ttpMacros: { async tidy() {} } };', 'has a macro "tidy" that is async'],
    ['export default { inventories: {} };', 'says no apiVersion; this Tom needs apiVersion 1'],
    ['export default { apiVersion: 9, inventories: {} };', 'is written for apiVersion 9; this Tom needs apiVersion 1'],
    ['export default { apiVersion: 1, inventories: [] };', 'needs an object by names as inventories'],
    ['export default { apiVersion: 1, credentials: [] };', 'needs an object by names as credentials'],
    [
      'export default { apiVersion: 1, inventories: { "a-b": {} } };',
      'has an inventory source "a-b"; its name must be small letters, digits and _',
    ],
    [
      'export default { apiVersion: 1, inventories: { cmdb: { settings: {} } } };',
      'has an inventory source "cmdb" that is none: it needs settings and create',
    ],
    ['export default { parsers: {} };', 'says no apiVersion; this Tom needs apiVersion 1'],
    ['export default { apiVersion: 1, parsers: [] };', 'needs an object by names as parsers'],
    [parserPlugin('ttp: { description: "d", readers: {} }'), 'has a parser "ttp", a name that Tom has itself'],
    [parserPlugin('a: { readers: {} }'), 'has a parser "a" that is none: it needs description and readers'],
    [readerPlugin('"a b": { description: "d", read() {} }'), 'its name must be letters, digits and . _ - +'],
    [readerPlugin('b: { description: "d" }'), 'in its reader "b": it needs description and read'],
    [readerPlugin('b: { description: "d", async read() {} }'), 'read is async; parsing does not wait for it'],
    [
      readerPlugin('b: { description: "d", command: "a,b", read() {} }'),
      'command must be a text that is not empty, without comma and line break',
    ],
    [
      readerPlugin('b: { description: "d", command: "(", read() {} }'),
      'in its reader "b": platform and command must be regular expressions',
    ],
    ['export default { apiVersion: 1, platforms: { a: 1 } };', 'has a platform "a" that is no object'],
    [
      'export default { apiVersion: 1, platforms: { a: { name: "b" } } };',
      'has a platform "a" that has another name in itself',
    ],
  ])('refuses a module that says %s', async (text, reason) => {
    write('bad.js', text);
    const refused: unknown = await load('./bad.js').catch((error: unknown) => error);
    expect(String(refused)).toContain('plugin "./bad.js" (setting plugins) ');
    expect(String(refused)).toContain(reason);
  });

  it('does not wait for one that comes to no end', async () => {
    const slow = '{ settings: {}, create: () => new Promise(() => undefined) }';
    write('create.mjs', `export default { apiVersion: 1, inventories: { slow: ${slow} } };`);
    const references = pluginReferences(['./create.mjs'], directory);
    await LoadedPlugins.load(references);
    const { inventories } = await LoadedPlugins.load(references, 500);
    const creating = Promise.resolve(inventories.get('slow')?.create({}));
    await expect(creating).rejects.toThrow('(setting plugins) has not ended create of "slow" within 0.5 s');
  });

  it('names a path that leads nowhere, and a package that is not installed', async () => {
    expect(() => pluginReferences(['./gone.js'], directory)).toThrow(
      /plugin "\.\/gone\.js" .*is not there: .*gone\.js/,
    );
    await expect(load('no-such-package')).rejects.toThrow(/plugin "no-such-package" .*cannot be loaded/);
  });

  it('refuses two macros of one name', async () => {
    for (const name of ['a', 'b']) write(`${name}.js`, 'export default { ttpMacros: { tidy() {} } };');
    await expect(load('./a.js', './b.js')).rejects.toThrow(
      'plugin "./b.js" (setting plugins) has a macro "tidy", and so has plugin "./a.js"; keep one of them',
    );
  });
});
