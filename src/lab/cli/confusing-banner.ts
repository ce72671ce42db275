const RULE = '*'.repeat(70);

const LINES = [
  RULE,
  '*            AUTHORISED USE ONLY - ALL SESSIONS ARE RECORDED         *',
  RULE,
  'Questions? Ask the network desk #4711 or write to noc@example.net >',
  'The maintenance window is open tonight. Do not reload without a ticket!',
  '',
  '  core-1# show running-config',
  '  core-1(config)# interface Ethernet1',
  'core-1#',
  'router>',
  'admin@jump:~$ ',
  '[root@bastion ~]# ',
  'Username: leave this line alone',
  'Password:',
  ' --More-- ',
  'Press RETURN to get started.',
  'Proceed? [confirm]',
  'Continue? (yes/no):',
];

/**
 * A long message of the day full of what a client may take for a prompt, a question or a pager.
 * @returns text with `\r\n` line ends
 */
export function confusingBanner(): string {
  const rules = Array.from(
    { length: 40 },
    (_, index) => `Rule ${index + 1}: what happens on this device is logged # and audited >`,
  );
  return [...LINES, ...rules, RULE, ''].map((line) => `${line}\r\n`).join('');
}
