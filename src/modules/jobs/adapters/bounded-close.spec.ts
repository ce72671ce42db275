import { Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { boundClose } from './bounded-close.js';

describe('boundClose', () => {
  it('lets the application end when a queue does not, and says so', async () => {
    jest.useFakeTimers();
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    try {
      const queue = { name: 'stuck', close: () => new Promise<void>(() => undefined) };
      boundClose(queue);
      const ended = (queue as unknown as OnApplicationShutdown).onApplicationShutdown();
      await jest.advanceTimersByTimeAsync(5_000);
      await ended;
      expect(warn).toHaveBeenCalledWith('stuck could not be closed');
    } finally {
      warn.mockRestore();
      jest.useRealTimers();
    }
  });
});
