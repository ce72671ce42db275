import type { CommandOptions, CommandReply, DeviceSession } from '../../src/modules/devices/device-sessions.port.js';

/** A session that answers as the test says, takes every configuration, and has all rights. */
export function sessionOf(
  answer: (command: string, options?: CommandOptions) => Promise<Partial<CommandReply>>,
  others: Partial<DeviceSession> = {},
): DeviceSession {
  return {
    platform: 'cisco_ios',
    sendCommand: async (command, options) => ({
      output: '',
      rejection: null,
      logLines: [],
      ...(await answer(command, options)),
    }),
    enable: async () => undefined,
    sendConfigs: async (lines) => ({
      transcript: lines.join('\n'),
      lines: lines.map((line) => ({ line, output: '', rejection: null })),
      outcome: 'applied',
      diff: null,
    }),
    ...others,
  };
}
