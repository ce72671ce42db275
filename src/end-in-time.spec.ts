import { endInTime } from './end-in-time.js';

describe('endInTime', () => {
  it('ends a process that does not come to its end after its signal, and none without a signal', async () => {
    jest.useFakeTimers();
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const others = process.listeners('SIGTERM');
    try {
      endInTime(10_000);
      await jest.advanceTimersByTimeAsync(600_000);
      expect(exit).not.toHaveBeenCalled();
      for (const listener of process.listeners('SIGTERM')) if (!others.includes(listener)) listener('SIGTERM');
      await jest.advanceTimersByTimeAsync(39_999);
      expect(exit).not.toHaveBeenCalled();
      await jest.advanceTimersByTimeAsync(1);
      expect(exit).toHaveBeenCalledWith(1);
      expect(write).toHaveBeenCalledWith('not ended within 40 s of the signal: ending at once\n');
    } finally {
      jest.restoreAllMocks();
      jest.useRealTimers();
      for (const signal of ['SIGTERM', 'SIGINT'] as const)
        for (const listener of process.listeners(signal)) if (!others.includes(listener)) process.off(signal, listener);
    }
  });
});
