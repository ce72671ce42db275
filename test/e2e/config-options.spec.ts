import { Lab } from '../../src/lab/lab.js';
import { EmbeddedTom } from '../support/embedded-tom.js';

const LOGIN = { username: 'admin', password: 'pl4nted-st0red' };
/** A line that each platform takes, by its driver. */
const LINES = {
  juniper_junos: 'set system host-name core9',
  cisco_xr: 'hostname core9',
  arista_eos: 'hostname core9',
  vyos: 'set system host-name core9',
  ubiquiti_edgerouter: 'set system host-name core9',
  nokia_sros: '/configure system name core9',
  nokia_srl: 'set / system name host-name core9',
  paloalto_panos: 'set deviceconfig system hostname core9',
  cisco_ios: 'hostname core9',
  cisco_nxos: 'hostname core9',
  linux: 'true',
} as const;
type Driver = keyof typeof LINES;
const WITH_CANDIDATE: readonly Driver[] = [
  'juniper_junos',
  'cisco_xr',
  'arista_eos',
  'vyos',
  'ubiquiti_edgerouter',
  'nokia_sros',
  'nokia_srl',
];

/** What keeps lines that were put in force for a time. */
const CONFIRMING =
  /^(commit|confirm|configure confirm|configure session \S+ commit|commit confirmed accept|tools .*-accept)$/;

interface Push {
  readonly status: number;
  readonly outcome: unknown;
  readonly error: string | null;
  readonly detail: unknown;
  readonly diff: unknown;
  readonly transcript: string | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
}

describe('options of send_configs, embedded, against the lab', () => {
  let lab: Lab;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    const drivers = Object.keys(LINES);
    lab = await Lab.start({ devices: drivers.map((name) => ({ name, platform: name, ...LOGIN })) });
    const devices = drivers.map((name) => [name, { port: lab.device(name).port, adapter_driver: name }] as const);
    tom = await EmbeddedTom.start({
      devices: Object.fromEntries(devices),
      credentials: { lab: LOGIN },
      settings: { mask_secrets: 'always' },
    });
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
  });

  const push = async (driver: Driver, options: Record<string, unknown>, lines = [LINES[driver]]): Promise<Push> => {
    const body = { config_lines: lines, wait: true, timeout: 30, ...options };
    const { status, json } = await tom.client.post(`/api/device/${driver}/send_configs`, body);
    const { outcome = null, error, detail, metadata } = json;
    const { diff, transcript } = (json.result ?? {}) as { diff?: unknown; transcript?: string };
    return { status, outcome, error, detail, diff, transcript, metadata };
  };
  const committed = (name: string): string[] => lab.device(name).log.committedLines.map(({ text }) => text);
  const typed = (name: string): string[] => lab.device(name).log.commands.map(({ text }) => text);

  it.each([...WITH_CANDIDATE, 'paloalto_panos'] as const)(
    'show what a dry run would change on %s, and leave it as it is',
    async (driver) => {
      const before = committed(driver).length;
      const { outcome, diff, metadata, error } = await push(driver, { dry_run: true });
      expect({ outcome, error }).toEqual({ outcome: 'not_committed', error: null });
      expect(diff).toContain(`+ ${LINES[driver]}`);
      expect(metadata.dry_run).toBe(true);
      expect(await push(driver, { commit: false })).toMatchObject({ outcome: 'not_committed', diff: undefined });
      expect(committed(driver)).toHaveLength(before);
    },
  );

  it('show what a dry run changes on NX-OS, and have it taken back', async () => {
    const { outcome, diff, error, transcript } = await push('cisco_nxos', { dry_run: true });
    expect({ outcome, error }).toEqual({ outcome: 'not_committed', error: null });
    expect(diff).toContain('+ hostname core9');
    expect(transcript).toMatch(
      /core9\(config\)#[^]*Rollback completed successfully[^]*#no checkpoint tom-\w+\n((?!core9).)*#$/,
    );
    await lab.device('cisco_nxos').setFaults({ commitFails: true });
    const failed = await push('cisco_nxos', { dry_run: true });
    await lab.device('cisco_nxos').setFaults({});
    expect(failed.outcome).toBe('rejected');
    expect(failed.error).toMatch(/ refused "rollback running-config checkpoint tom-\w+ atomic" \(.*may be in force/);
  });

  it('put lines in force for a time, and confirm them', async () => {
    const drivers = [...WITH_CANDIDATE, 'cisco_ios'] as const;
    const pushes = await Promise.all(drivers.map((driver) => push(driver, { confirm_within: 5, diff: true })));
    expect(pushes.map(({ outcome, error }) => error ?? outcome)).toEqual(drivers.map(() => 'applied'));
    for (const { diff } of pushes) expect(diff).toMatch(/^\+ ?(set .*|hostname |.*name )core9$/m);
    expect(WITH_CANDIDATE.map(committed)).toEqual(WITH_CANDIDATE.map((driver) => [LINES[driver]]));
    const confirming = drivers.map((driver) => typed(driver).filter((line) => CONFIRMING.test(line)));
    expect(confirming.map(({ length }) => length)).toEqual(drivers.map(() => 1));
  });

  it.each([
    ['juniper_junos', 'commit', 'error: configuration check-out failed'],
    ['cisco_xr', 'commit', '% Failed to commit one or more configuration items'],
    ['arista_eos', 'commit', '% Cannot commit session'],
  ] as const)(
    'tell of a commit that fails on %s, in its words, and leave nothing behind',
    async (driver, line, words) => {
      const before = committed(driver).length;
      await lab.device(driver).setFaults({ commitFails: true });
      const { outcome, error } = await push(driver, { diff: true });
      await lab.device(driver).setFaults({});
      expect(outcome).toBe('rejected');
      expect(error).toMatch(/^ConfigRejected: /);
      expect(error).toContain(` refused "${line}" (${words}`);
      expect(committed(driver)).toHaveLength(before);
      const { diff } = await push(driver, { dry_run: true });
      expect(String(diff).match(/^\+ /gm)).toHaveLength(1);
    },
  );

  it('mask secrets in what a dry run shows, and in transcripts', async () => {
    const line = 'username bob secret 0 pl4nted-c0nf';
    const { diff, transcript } = await push('arista_eos', { dry_run: true }, [line] as never);
    expect(diff).toContain('+ username bob secret 0 <masked>');
    expect(transcript).toContain('username bob secret 0 <masked>');
    expect(transcript).not.toContain('pl4nted-c0nf');
  });

  it('save where that is asked for', async () => {
    await push('cisco_ios', { save: true });
    expect(typed('cisco_ios').slice(-2)).toEqual(['end', 'write memory']);
  });

  it('go on after a refusal where that is asked for', async () => {
    const before = lab.device('cisco_ios').log.configLines.length;
    const { outcome } = await push('cisco_ios', { stop_on_error: false }, ['bogus line', 'hostname core9'] as never);
    expect(outcome).toBe('rejected');
    expect(
      lab
        .device('cisco_ios')
        .log.configLines.slice(before)
        .map(({ text }) => text),
    ).toEqual(['hostname core9']);
  });

  it.each([
    ['cisco_ios', { dry_run: true }, /has no candidate configuration/],
    ['cisco_ios', { commit: false }, /has no candidate configuration/],
    ['juniper_junos', { commit: false, confirm_within: 5 }, /nothing is committed/],
    ['cisco_nxos', { commit: false }, /has no candidate configuration/],
    ['linux', { confirm_within: 5 }, /takes no/],
  ] as const)('are refused at once where %s cannot do %j', async (driver, options, detail) => {
    const { status, detail: given } = await push(driver, options);
    expect([status, given]).toEqual([400, expect.stringMatching(detail)]);
  });

  it('are read with care', async () => {
    for (const options of [{ confirm_within: 0 }, { confirm_within: 61 }, { commit: 'maybe' }]) {
      expect((await push('juniper_junos', options)).status).toBe(422);
    }
  });
});
