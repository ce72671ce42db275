import { normaliseCommand } from './normalise-command.js';

describe('normaliseCommand', () => {
  it.each([
    ['show version', 'show version'],
    ['  show   version \r\n', 'show version'],
    ['show\tversion', 'show version'],
    ['show run | include  a  b', 'show run | include  a  b'],
    ['show  log "a  b"  c', 'show log "a  b"  c'],
    ['SHOW version', 'SHOW version'],
  ])('reads %j as %j', (command, normalised) => {
    expect(normaliseCommand(command)).toBe(normalised);
  });
});
