import { AuthenticationFailedError } from '../devices/devices.errors.js';
import { StateUnavailableError } from '../state/state.errors.js';
import { toJobFailure } from './job-failure.js';

describe('toJobFailure', () => {
  it('opens the sentence with the name of the error', () => {
    expect(toJobFailure(new AuthenticationFailedError('192.0.2.1:22 refuses user "u"'))).toEqual({
      type: 'auth',
      stage: 'authenticate',
      message: 'AuthenticationFailed: 192.0.2.1:22 refuses user "u"',
    });
  });

  it('takes a kind that is none of a job for `other`', () => {
    expect(toJobFailure(new StateUnavailableError('Redis is away'))).toMatchObject({ type: 'other', stage: null });
  });

  it.each([new TypeError('x is undefined'), 'x is undefined'])('shows no stack trace of %s', (error) => {
    const { type, message } = toJobFailure(error);
    expect(type).toBe('other');
    expect(message).toMatch(/^Unexpected: .*x is undefined\)$/);
  });
});
