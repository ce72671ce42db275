import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { parseGolden } from '../support/golden-file.js';
import { playOnLab } from '../support/golden-lab.js';

const GOLDEN = join(import.meta.dirname, '..', 'golden');
/** Those that were recorded with the lab are named after their platform. */
const NAMES = readdirSync(GOLDEN)
  .filter((file) => /^\w+\.txt$/.test(file))
  .map((file) => file.slice(0, -'.txt'.length));
/** Reached by SSH alone. */
const WITHOUT_TELNET = ['checkpoint_gaia', 'cisco_ftd', 'f5_tmsh', 'nokia_srl'];

/** Lines are in force, or kept, after a commit or a saving alone. */
const WITH_CANDIDATE = [
  'aruba_os',
  'cisco_wlc',
  'cisco_xr',
  'extreme_exos',
  'hp_procurve',
  'juniper_junos',
  'nokia_srl',
  'nokia_sros',
  'paloalto_panos',
  'ubiquiti_edgerouter',
  'vyos',
];

const registry = new PlatformRegistry();
beforeAll(() => registry.onModuleInit());

/** Log-in, commands, errors, pages, privilege, configuration and saving with a live device, as its golden file has them. */
async function tour(name: string, transport: 'ssh' | 'telnet'): Promise<void> {
  const file = parseGolden(readFileSync(join(GOLDEN, `${name}.txt`), 'utf8'));
  for (const session of file.sessions) {
    const { results, log } = await playOnLab(file, session, { registry, transport });
    expect(results).toEqual(session.steps.map(({ result, text }) => ({ result, text })));
    expect(log.maxSessionsOpen).toBe(1);
    const configured = session.steps.find(({ action }) => action.startsWith('configure'));
    if (configured === undefined || name === 'cisco_ftd') continue;
    const sent = JSON.parse(configured.action.replace(/^[^[]*/, '')) as string[];
    const linesOf = (lines: readonly { text: string }[]) =>
      lines.map(({ text }) => text).filter((text) => sent.includes(text));
    expect(configured.result).toMatchObject({ outcome: 'applied' });
    expect(linesOf(log.commands)).toEqual(sent);
    if (WITH_CANDIDATE.includes(name)) expect(linesOf(log.committedLines)).toEqual(sent);
  }
}

describe('a live device of the lab', () => {
  it.each(NAMES)('%s does over SSH what its golden dialogue says', (name) => tour(name, 'ssh'));

  it.each(NAMES.filter((name) => !WITHOUT_TELNET.includes(name)))('%s does the same over Telnet', (name) =>
    tour(name, 'telnet'),
  );
});
