import { eventually } from '../../../test/support/eventually.js';
import { MemorySharedState } from './adapters/memory.shared-state.js';
import { NoWorkerAnswerError, StateUnavailableError, WorkerRefusalError } from './state.errors.js';
import { WorkerQuestions } from './worker-questions.js';

describe('WorkerQuestions', () => {
  let state: MemorySharedState;
  let controller: WorkerQuestions;
  const started: WorkerQuestions[] = [];

  function process(): WorkerQuestions {
    const questions = new WorkerQuestions(state);
    started.push(questions);
    return questions;
  }

  beforeEach(() => {
    state = new MemorySharedState();
    controller = process();
  });

  afterEach(async () => {
    for (const questions of started.splice(0)) await questions.onApplicationShutdown();
  });

  it('brings the answer of a worker back, each to its question', async () => {
    await process().answer('double', async (payload) => Number(payload) * 2);
    const answers = await Promise.all([1, 2, 3].map((value) => controller.ask('double', value, 5_000)));
    expect(answers).toEqual([2, 4, 6]);
  });

  it('gives the work to one of several workers', async () => {
    const worked: number[] = [];
    for (const worker of [1, 2, 3]) {
      await process().answer('ids', async () => {
        worked.push(worker);
        return [];
      });
    }
    await controller.ask('ids', null, 5_000);
    expect(worked).toHaveLength(1);
  });

  it("passes a worker's refusal on in its own words", async () => {
    await process().answer('ids', async () => Promise.reject(new Error('the store is sealed')));
    const asked = controller.ask('ids', null, 5_000);
    await expect(asked).rejects.toThrow(WorkerRefusalError);
    await expect(asked).rejects.toThrow('the store is sealed');
  });

  it('says what was asked when no worker answers in time', async () => {
    const asked = controller.ask('credential ids', null, 20);
    await expect(asked).rejects.toThrow(NoWorkerAnswerError);
    await expect(asked).rejects.toThrow('no worker answered within 0.02 s when asked for credential ids');
  });

  it('drops an answer that comes too late', async () => {
    let finish = (_: string): void => undefined;
    await process().answer('slow', () => new Promise((resolve) => (finish = resolve)));
    await expect(controller.ask('slow', null, 20)).rejects.toThrow(NoWorkerAnswerError);
    expect(() => finish('late')).not.toThrow();
  });

  it('hears of questions although the store was away at the start', async () => {
    const subscribe = jest.spyOn(state, 'subscribe').mockRejectedValueOnce(new StateUnavailableError('away'));
    await process().answer('ids', async () => ['lab']);
    await eventually(() => subscribe.mock.calls.length === 2);
    expect(await controller.ask('ids', null, 5_000)).toEqual(['lab']);
  });

  it('can ask again after the store was away', async () => {
    await process().answer('ids', async () => ['lab']);
    jest.spyOn(state, 'subscribe').mockRejectedValueOnce(new StateUnavailableError('away'));
    await expect(controller.ask('ids', null, 5_000)).rejects.toThrow(StateUnavailableError);
    expect(await controller.ask('ids', null, 5_000)).toEqual(['lab']);
  });
});
