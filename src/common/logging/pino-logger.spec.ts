import { Secret } from '../secret.js';
import { PinoLogger } from './pino-logger.js';

function collect(): { lines: () => Record<string, unknown>[]; logger: PinoLogger; text: () => string } {
  const written: string[] = [];
  const logger = new PinoLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => void written.push(line) },
  });
  return {
    logger,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('PinoLogger', () => {
  it('writes one JSON line with level, message and context', () => {
    const { logger, lines } = collect();
    logger.log('ready', 'Http');
    expect(lines()).toEqual([expect.objectContaining({ level: 'info', msg: 'ready', context: 'Http' })]);
  });

  it('writes an error with its type and message', () => {
    const { logger, lines } = collect();
    logger.error('failed', new TypeError('no host'), 'Jobs');
    expect(lines()[0]).toMatchObject({
      level: 'error',
      msg: 'failed',
      context: 'Jobs',
      err: { type: 'TypeError', message: 'no host' },
    });
  });

  it('writes fields beside the message', () => {
    const { logger, lines } = collect();
    logger.warn('slow', { jobId: 'a', ms: 3 }, 'Jobs');
    expect(lines()[0]).toMatchObject({ msg: 'slow', jobId: 'a', ms: 3 });
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = collect();
    logger.debug('detail', 'Jobs');
    expect(lines()).toEqual([]);
  });

  it('never writes a secret', () => {
    const { logger, text } = collect();
    logger.log('login', { password: 'pl4nt', nested: { token: 'pl4nt' }, wrapped: new Secret('pl4nt') }, 'Jobs');
    expect(text()).not.toContain('pl4nt');
  });
});
