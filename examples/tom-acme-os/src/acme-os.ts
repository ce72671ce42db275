import type { PlatformPlugin } from 'tom-broker/plugin-api';

/** `sw1:operator>` at log-in, `sw1:admin#` after `become admin`. */
export const acmeOs: PlatformPlugin = {
  description: 'Acme OS, of the switches of Acme',
  extends: 'generic',
  privilege_levels: [
    { name: 'operator', prompt: '(?<host>[\\w.-]{1,64}):operator>' },
    { name: 'admin', prompt: '(?<host>[\\w.-]{1,64}):admin#' },
  ],
  paging_commands: ['session pager off'],
  pagers: [{ pattern: '<more, \\d{1,3}%>', answer: ' ' }],
  error_patterns: [
    { pattern: '^!! no such command', reason: 'rejected' },
    { pattern: '^!! not as operator', reason: 'not_authorised' },
  ],
  enable: { command: 'become admin', levels: ['admin'], password: 'Admin secret: ?', leave: 'become operator' },
  exit_command: 'bye',
};
