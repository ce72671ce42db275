import { commandJob, configJob } from '../../../../test/support/job-payloads.js';
import { checkPayload } from './check-payload.js';

describe('checkPayload', () => {
  it('takes the jobs of this version', () => {
    expect(() => checkPayload(commandJob())).not.toThrow();
    const credential = { type: 'inlineSSH', username: 'u', sealedPassword: 'sealed' } as const;
    const device = { name: null, host: 'h', port: 22, driver: 'linux', options: { fast: true } };
    const raised = { enable: true, sealedSecret: 'sealed', expect: 'x$' };
    expect(() => checkPayload(commandJob('h', { credential, device, ...raised }))).not.toThrow();
    expect(() => checkPayload(configJob('h'))).not.toThrow();
  });

  it.each([
    ['no object', undefined, 'it is no object'],
    ['another kind', { ...commandJob(), kind: 'files' }, 'kind: '],
    ['a line that is no text', { ...configJob(), lines: [1] }, 'lines: '],
    ['no device', { ...commandJob(), device: undefined }, 'device: '],
    ['a bad port', commandJob('h', { device: { ...commandJob().device, port: 0 } }), 'device.port: '],
    ['a command that is no text', { ...commandJob(), commands: [1] }, 'commands: '],
    ['no credential id', { ...commandJob(), credential: { type: 'stored' } }, 'credential.credentialId: '],
    ['no tries', commandJob('h', { retries: 0 }), 'retries: '],
  ])('names the fault of a job with %s', (_, payload, fault) => {
    expect(() => checkPayload(payload)).toThrow(`cannot be understood (${fault}`);
  });

  it('says nothing of the values', () => {
    const credential = { type: 'inlineSSH', username: '', sealedPassword: ['s3cret'] };
    expect(() => checkPayload({ ...commandJob(), credential })).toThrow(/^(?!.*s3cret).*sealedPassword/);
  });
});
