import { PROCESS_LOG_LEVELS } from '../../common/logging/log-levels.js';
import { MemorySharedState } from '../state/adapters/memory.shared-state.js';
import { LogLevelsService } from './log-levels.service.js';

describe('the level of a module', () => {
  it('holds in the process that sets it as soon as it is set, whatever becomes of the word to the others', async () => {
    const state = new MemorySharedState();
    state.publish = () => new Promise(() => undefined);
    const levels = new LogLevelsService(state);
    void levels.set('Http', 'warn');
    await new Promise(setImmediate);
    expect(PROCESS_LOG_LEVELS.isOn('info', 'Http')).toBe(false);
    void levels.set('Http', null);
    await new Promise(setImmediate);
    expect(PROCESS_LOG_LEVELS.isOn('info', 'Http')).toBe(true);
  });
});
