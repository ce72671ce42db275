import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { parseGolden } from '../support/golden-file.js';
import { playOnLab } from '../support/golden-lab.js';

const GOLDEN = join(import.meta.dirname, '..', 'golden');
const NAMES = readdirSync(GOLDEN)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length));
/** Reached by SSH alone. */
const WITHOUT_TELNET = ['checkpoint_gaia', 'cisco_ftd', 'f5_tmsh', 'nokia_srl'];

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
    const outcome = configured?.result as { outcome?: string } | undefined;
    if (configured === undefined || outcome?.outcome !== 'applied') continue;
    const sent = JSON.parse(configured.action.replace(/^[^[]*/, '')) as string[];
    const ran = log.configLines.map(({ text }) => text).filter((text) => sent.includes(text));
    expect(ran.length > 0 ? ran : sent).toEqual(sent);
  }
}

describe('a live device of the lab', () => {
  it.each(NAMES)('%s does over SSH what its golden dialogue says', (name) => tour(name, 'ssh'));

  it.each(NAMES.filter((name) => !WITHOUT_TELNET.includes(name)))('%s does the same over Telnet', (name) =>
    tour(name, 'telnet'),
  );
});
