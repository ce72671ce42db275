import type { Lab } from '../../src/lab/lab.js';
import type { EmbeddedTom } from '../support/embedded-tom.js';
import { eventually } from '../support/eventually.js';
import { LabTom } from '../support/lab-tom.js';

describe('aborting jobs, embedded, against the lab', () => {
  let both: LabTom;
  let lab: Lab;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    both = await LabTom.start([{ name: 'r1', platform: 'cisco_ios' }]);
    ({ lab, tom } = both);
  });

  afterEach(() => lab.device('r1').setFaults({}));

  afterAll(() => both.stop());

  const queue = (command: string): Promise<string> => both.queue('r1', command);
  const whenStatus = (id: string, status: string): Promise<void> => both.whenStatus(id, status);

  it('ends one that runs, closes its session, and leaves the device to the next', async () => {
    await lab.device('r1').setFaults({ neverAnswer: 'command' });
    const first = await queue('show version');
    await whenStatus(first, 'ACTIVE');
    const second = await queue('show clock');
    const { status, json } = await tom.client.delete(`/api/job/${first}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({ job_id: first, status: 'ABORTING', error: null });
    await whenStatus(first, 'ABORTED');
    expect((await tom.client.get(`/api/job/${first}`)).json).toMatchObject({
      result: null,
      error: expect.stringMatching(/^JobAborted: /),
      error_type: 'aborted',
      attempts: 1,
    });
    await lab.device('r1').setFaults({});
    await tom.client.delete(`/api/job/${second}`);
    await whenStatus(second, 'ABORTED');
    expect((await tom.client.send('r1', 'show clock')).json.status).toBe('COMPLETE');
    await eventually(() => lab.device('r1').log.sessionsOpen === 1);
  });

  it('takes out one that waits for its device at once', async () => {
    await lab.device('r1').setFaults({ neverAnswer: 'command' });
    const first = await queue('show version');
    await whenStatus(first, 'ACTIVE');
    const second = await queue('show clock');
    const third = await queue('show clock');
    const { json } = await tom.client.delete(`/api/job/${second}`);
    expect(json).toMatchObject({ status: 'ABORTED', attempts: 0, error_type: 'aborted' });
    for (const id of [first, third]) await tom.client.delete(`/api/job/${id}`);
    await whenStatus(third, 'ABORTED');
  });

  it('answers 404 for an unknown job and 409 for one that has ended', async () => {
    const unknown = await tom.client.delete('/api/job/0193f2a4-5b6c-8d7e-8f90-00000a1b2c3d');
    expect([unknown.status, unknown.json.error]).toEqual([404, 'Not Found']);
    const { json } = await tom.client.send('r1', 'show clock');
    const ended = await tom.client.delete(`/api/job/${json.job_id}`);
    expect([ended.status, ended.json.error]).toEqual([409, 'Conflict']);
    expect(ended.json.detail).toBe(`job ${json.job_id} has ended already: it is COMPLETE`);
  });
});
