import { commandJob, configJob } from '../../../../test/support/job-payloads.js';
import type { CallerIdentity } from '../../auth/caller.types.js';
import { checkAccess } from './check-access.js';

const caller = (changes: Partial<CallerIdentity>): CallerIdentity => ({ ...commandJob().caller, ...changes });

describe('checkAccess', () => {
  it('lets pass what the caller of the job may do', () => {
    expect(() => checkAccess(commandJob('h', { caller: caller({ role: 'operator' }) }))).not.toThrow();
    expect(() => checkAccess(configJob('h', { caller: caller({ role: 'configurator' }) }))).not.toThrow();
    const facts = { site: 'ams' };
    expect(() => checkAccess(commandJob('h', { caller: caller({ devices: ['site=ams'] }), facts }))).not.toThrow();
  });

  it('refuses a job that no controller should have queued', () => {
    expect(() => checkAccess(commandJob('h', { caller: caller({ role: 'viewer' }) }))).toThrow(/needs operator/);
    expect(() => checkAccess(configJob('h', { caller: caller({ role: 'operator' }) }))).toThrow(/needs configurator/);
    expect(() => checkAccess(commandJob('h', { caller: caller({ devices: ['r2'] }) }))).toThrow(
      /may not use the device r1/,
    );
  });

  it('believes the job rather than what is said beside it', () => {
    const job = commandJob('h', { caller: caller({ devices: ['r2'] }), facts: { name: 'r2' } });
    expect(() => checkAccess(job)).toThrow(/may not use/);
  });
});
