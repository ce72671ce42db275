import { createHmac } from 'node:crypto';
import { parseKnownHosts } from './known-hosts.js';

/** A key in the form of a file, which differs by `seed`. */
function key(seed: number, type = 'ssh-ed25519'): string {
  const length = Buffer.from([0, 0, 0, type.length]);
  return `${type} ${Buffer.concat([length, Buffer.from(type), Buffer.alloc(36, seed)]).toString('base64')}`;
}

function hashed(name: string): string {
  const salt = Buffer.alloc(20, 7);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

const linesFor = (text: string, host: string, port = 22) =>
  parseKnownHosts(text).entries.flatMap((entry) => (entry.matches({ host, port }) ? [entry.line] : []));

describe('parseKnownHosts', () => {
  it('reads names, ports, lists, patterns, exceptions and hashes', () => {
    const text = [
      '# comment',
      '',
      `r1,10.0.0.1 ${key(1)} a comment`,
      `[r1]:2222 ${key(2)}`,
      `*.lab.example,!old.lab.example ${key(3)}`,
      `${hashed('secret.example')} ${key(4)}`,
      `${hashed('[secret.example]:2222')} ${key(5)}`,
      `10.0.0.? ${key(6, 'ecdsa-sha2-nistp256')}`,
    ].join('\r\n');
    expect(linesFor(text, 'R1')).toEqual([3]);
    expect(linesFor(text, 'r1', 2222)).toEqual([4]);
    expect(linesFor(text, 'r1', 2223)).toEqual([]);
    expect(linesFor(text, 'sw.lab.example')).toEqual([5]);
    expect(linesFor(text, 'old.lab.example')).toEqual([]);
    expect(linesFor(text, 'secret.example')).toEqual([6]);
    expect(linesFor(text, 'secret.example', 2222)).toEqual([7]);
    expect(linesFor(text, '10.0.0.1')).toEqual([3, 8]);
    expect(linesFor(text, '10x0.0.1')).toEqual([]);
  });

  it('gives the hosts that a line names in plain text', () => {
    const text = [`r1,[r2]:2222,[fe80::1]:22 ${key(1)}`, `*.example ${key(1)}`, `${hashed('r1')} ${key(1)}`].join('\n');
    expect(parseKnownHosts(text).entries.map(({ hosts }) => hosts)).toEqual([
      [
        { host: 'r1', port: 22 },
        { host: 'r2', port: 2222 },
        { host: 'fe80::1', port: 22 },
      ],
      undefined,
      undefined,
    ]);
  });

  it('tells revoked keys', () => {
    expect(parseKnownHosts(`@revoked * ${key(1)}`).entries).toMatchObject([{ isRevoked: true, line: 1 }]);
  });

  it.each([
    [`@cert-authority *.example ${key(1)}`, 'line 1: certificates of hosts are not supported'],
    [`@other * ${key(1)}`, 'line 1: the marker @other is unknown'],
    ['r1 ssh-ed25519 ????', 'line 1: there is no key of type ssh-ed25519'],
    [`r1 ssh-rsa ${key(1).split(' ')[1]}`, 'line 1: there is no key of type ssh-rsa'],
    ['r1', 'line 1: there is no key of type ""'],
  ])('says why %j is not used', (text, fault) => {
    expect(parseKnownHosts(text)).toEqual({ entries: [], faults: [fault] });
  });
});
