import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lab } from '../../src/lab/lab.js';
import { runTemplates } from '../../src/modules/parsing/library/templates-command.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { jsonDifferences } from '../support/json-differences.js';
import { readRecordedAnswers, type RecordedAnswer } from '../support/recorded-answers.js';
import type { Answer } from '../support/tom-client.js';
import type { TestDevice } from '../support/tom-files.js';
import { describeWithVectors, readVectors, sharedFile } from '../support/vectors.js';
import { ANSWERED_OTHERWISE } from './answered-otherwise.js';
import { CONTRACT, notInContract } from './contract-text.js';

const EXCHANGES = 'contract/exchanges.md';
const OUTPUTS = 'vectors/textfsm/cases.public.jsonl.gz';
const PACK = 'packs/ntc-templates-public.tar.gz';
/** The log-in of all devices, as the recorded requests give it. */
const LOGIN = { username: 'u', password: 'inline-SECRET' };
/** The recorded devices are all called router1; that of the configuration is here, too. */
const HOSTNAMES = ['a', 'b', 'c', 'd', 'e', 'router1', 'g', 'h'];
const RECORDED_FIRST_PORT = 22_001;
const RECORDED_CLOSED_PORT = 22_999;
const VERSION_CASE = 'cisco_ios/show_version/cisco_ios_show_version';
const CLOCK = '*12:00:00.000 UTC Mon Jan 1 2026';
const ANY_ID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

describeWithVectors([EXCHANGES, CONTRACT, OUTPUTS, PACK], 'recorded answers of the REST contract', () => {
  const recorded = readRecordedAnswers(readFileSync(sharedFile(EXCHANGES), 'utf8')).filter(
    // What a job looks like while it runs is gone before one can ask.
    ({ text }) => !text.includes('"status":"ACTIVE"'),
  );
  let directory: string;
  let lab: Lab;
  let tom: EmbeddedTom;
  let closedPort: number;
  let jobId: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-exchanges-'));
    await writeLabDevice(join(directory, 'devices/recorded'), recorded);
    const packDirectory = join(directory, 'packs');
    await runTemplates(['install', 'ntc', '--from', sharedFile(PACK), '--version', '1.0'], {
      packDirectory: () => packDirectory,
      print: () => undefined,
    });
    lab = await Lab.start({
      devices: HOSTNAMES.map((name) => ({ name, platform: 'recorded', ...LOGIN })),
      devicesDirectory: join(directory, 'devices'),
    });
    closedPort = await freePort();
    tom = await EmbeddedTom.start({
      devices: inventoryOf(lab, closedPort),
      credentials: { lab: LOGIN, bad: { username: 'u', password: 'wr0ng' } },
      settings: {
        allow_inline_credentials: true,
        credential_cooldown: 0,
        breaker_threshold: 0,
        template_pack_dir: packDirectory,
      },
    });
    jobId = (await tom.client.post('/api/device/r3/send_command', { command: 'show clock' })).json.job_id;
    await eventually(async () => (await tom.client.get(`/api/job/${jobId}`)).json.status === 'COMPLETE');
  }, 120_000);

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
    await rm(directory, { recursive: true });
  });

  /** Our ports and ids in the place of the recorded ones, or the other way round. */
  function portsOf(text: string, direction: 'ours' | 'recorded'): string {
    const pairs = [
      ...lab.devices.map(({ port }, index) => [RECORDED_FIRST_PORT + index, port] as const),
      [RECORDED_CLOSED_PORT, closedPort] as const,
    ];
    return pairs.reduce((result, [theirs, ours]) => {
      const [from, to] = direction === 'ours' ? [theirs, ours] : [ours, theirs];
      return result.replaceAll(new RegExp(`\\b${from}\\b`, 'g'), String(to));
    }, text);
  }

  async function ask({ method, path, body = '' }: RecordedAnswer): Promise<Answer> {
    if (method === 'POST') return tom.client.post(path, portsOf(body, 'ours'));
    return tom.client.get(path.replace(ANY_ID, jobId));
  }

  function differences(theirs: RecordedAnswer, ours: Answer): string[] {
    const contentType = ours.headers.get('content-type')?.split(';')[0] ?? 'none';
    if (ours.status !== theirs.status) return [`status: ${theirs.status} -> ${ours.status}`];
    const ourBody = bodyOf({ text: portsOf(ours.text, 'recorded'), contentType });
    return jsonDifferences({ contentType: theirs.contentType, body: bodyOf(theirs) }, { contentType, body: ourBody });
  }

  it.each(recorded.map((answer) => [answer.name, answer] as const))(
    '%s: as recorded, or otherwise on purpose',
    async (name, theirs) => {
      const ours = await ask(theirs);
      expect(ours.text).not.toContain(LOGIN.password);
      expect(differences(theirs, ours)).toEqual(ANSWERED_OTHERWISE[name]?.differences ?? []);
    },
  );

  it('is told of recorded answers alone that they differ', () => {
    const names = recorded.map(({ name }) => name);
    expect(Object.keys(ANSWERED_OTHERWISE).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('differ where the contract says so', () => {
    expect(notInContract(Object.values(ANSWERED_OTHERWISE).map(({ because }) => because))).toEqual([]);
  });
});

/** A platform that prints what the recorded device printed. */
async function writeLabDevice(folder: string, recorded: readonly RecordedAnswer[]): Promise<void> {
  const cases = readVectors<{ id: string; raw: string }>(OUTPUTS);
  const outputs = {
    'show version': cases.find(({ id }) => id === VERSION_CASE)?.raw,
    'show ip interface brief': recorded.find(({ contentType }) => contentType === 'text/plain')?.text,
    'show clock': CLOCK,
    'show clock detail': 'No time source',
    'show privilege': 'Current privilege level is 15',
  };
  const commands = Object.entries(outputs).map(([command, output = '']) => ({ command, output: `${output}\n` }));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'device.yaml'), JSON.stringify({ extends: 'cisco_ios', hostname: 'router1', commands }));
}

function inventoryOf(lab: Lab, closedPort: number): Record<string, TestDevice> {
  const [first] = lab.devices;
  const port = first?.port ?? 0;
  const netmiko = { adapter: 'netmiko', adapter_driver: 'cisco_ios' } as const;
  const scrapli = { adapter: 'scrapli', adapter_driver: 'cisco_iosxe' } as const;
  return {
    ...Object.fromEntries(lab.devices.map((device, index) => [`r${index + 1}`, { ...netmiko, port: device.port }])),
    ...Object.fromEntries(lab.devices.map((device, index) => [`x${index + 1}`, { ...scrapli, port: device.port }])),
    badcred: { ...netmiko, port, credential_id: 'bad' },
    'badcred-scrapli': { ...scrapli, port, credential_id: 'bad' },
    nocred: { ...netmiko, port, credential_id: 'does_not_exist' },
    down: { ...netmiko, port: closedPort },
    'down-scrapli': { ...scrapli, port: closedPort },
    baddriver: { ...netmiko, port, adapter_driver: 'no_such_driver' },
    'baddriver-scrapli': { ...scrapli, port, adapter_driver: 'no_such_driver' },
  };
}

/**
 * The body as it is compared: ids are all the same, texts without blanks at their ends, ids of credentials in order,
 * times and errors of jobs just there or not.
 */
function bodyOf({ text, contentType }: Pick<RecordedAnswer, 'text' | 'contentType'>): unknown {
  if (contentType !== 'application/json') return { text: text.trim() };
  try {
    return JSON.parse(text.replaceAll(ANY_ID, 'ID'), (key, value: unknown) => {
      if (key === 'credentials' && Array.isArray(value)) return (value as unknown[]).toSorted();
      if (key === 'cached_at' || key === 'age_seconds') return 'a time';
      if (typeof value !== 'string') return value;
      return key === 'error' && text.includes('"job_id"') ? 'a sentence' : value.trim();
    });
  } catch {
    return {};
  }
}
