import { Secret } from '../../../common/secret.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { ConnectionPlanner, type PlannerSettings } from './connection-planner.js';

const SETTINGS: PlannerSettings = {
  connectTimeoutMs: 1000,
  loginTimeoutMs: 1000,
  privilegeTimeoutMs: 1000,
  maxOutputBytes: 1000,
  sshAlgorithms: 'modern',
  hostKeyPolicy: 'off',
  sshKeepaliveMs: 0,
};

describe('ConnectionPlanner', () => {
  const registry = new PlatformRegistry();
  const planner = new ConnectionPlanner(registry, SETTINGS);
  beforeAll(() => registry.onModuleInit());

  const pagingCommands = (driver: string, options: Record<string, unknown>) =>
    planner.plan(
      { host: 'r1', port: 22, driver, options },
      { id: 'lab', username: 'admin', password: new Secret('secret') },
    ).platform.pagingCommands;

  it('leaves out what changes the device in preparation, unless its options allow that', () => {
    expect(pagingCommands('cisco_asa', {})).toEqual(['terminal pager 0']);
    expect(pagingCommands('cisco_asa', { allow_auto_change: true })).toEqual([
      'terminal pager 0',
      'configure terminal',
      'terminal width 511',
      'end',
    ]);
    expect(pagingCommands('adva_fsp150f3', { allow_auto_change: true })).toContain(
      'config-user admin cli-paging disabled',
    );
  });

  it.each([
    ['strict', 'accept-new'],
    ['accept-new', 'off'],
  ] as const)('lets no device weaken the check of host keys below %s', (weakestHostKeyPolicy, wanted) => {
    const bounded = new ConnectionPlanner(registry, { ...SETTINGS, hostKeyPolicy: 'strict', weakestHostKeyPolicy });
    const plan = (options: Record<string, unknown>) =>
      bounded.plan({ host: 'r1', port: 22, driver: 'linux', options }, { id: 'lab', username: 'admin' });
    expect(() => plan({ host_key_policy: wanted })).toThrow(
      `adapter_options of r1:22: host_key_policy "${wanted}" is weaker than weakest_host_key_policy of the settings allows`,
    );
    expect(plan({ host_key_policy: weakestHostKeyPolicy }).hostKeyPolicy).toBe(weakestHostKeyPolicy);
    expect(plan({}).hostKeyPolicy).toBe('strict');
  });

  it('names an option that is not what it should be', () => {
    expect(() => pagingCommands('cisco_asa', { allow_auto_change: 'yes' })).toThrow(
      'adapter_options of r1:22: allow_auto_change must be true or false',
    );
  });
});
