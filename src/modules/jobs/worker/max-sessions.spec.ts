import { commandJob } from '../../../../test/support/job-payloads.js';
import { DeviceOptionError } from '../../devices/devices.errors.js';
import { maxSessionsOf } from './max-sessions.js';

const device = (options: Record<string, unknown>): Parameters<typeof maxSessionsOf>[0] => ({
  ...commandJob('r1').device,
  options,
});

describe('maxSessionsOf', () => {
  it('takes what the device says, else the default', () => {
    expect(maxSessionsOf(device({ max_sessions: 4 }), 2)).toBe(4);
    expect(maxSessionsOf(device({ max_sessions: null }), 2)).toBe(2);
    expect(maxSessionsOf(device({}), 2)).toBe(2);
  });

  it.each([0, 1.5, 101, '2', true])('refuses %p', (value) => {
    expect(() => maxSessionsOf(device({ max_sessions: value }), 1)).toThrow(DeviceOptionError);
    expect(() => maxSessionsOf(device({ max_sessions: value }), 1)).toThrow('max_sessions must be a whole number');
  });
});
