/** Options of Netmiko and scrapli that change nothing here, and why. Shown in a log line, once a device. */
const WITHOUT_EFFECT: readonly (readonly [reason: string, names: readonly string[]])[] = [
  [
    'Tom waits for what the device says, not for a time',
    [
      ...['global_delay_factor', 'delay_factor_compat', 'fast_cli', 'global_cmd_verify', 'session_timeout'],
      ...['blocking_timeout', 'auto_connect', 'response_return', 'disable_lf_normalization'],
      ...['comms_prompt_pattern', 'comms_ansi', 'comms_prompt_search_depth', 'comms_roughly_match_inputs'],
      ...['channel_lock', 'logging_uid', 'timeout_exit', 'transport_options'],
    ],
  ],
  [
    'log-ins are kept in the credential store',
    ['use_keys', 'key_file', 'pkey', 'allow_agent', 'auth_private_key', 'auth_username', 'auth_bypass', 'username'],
  ],
  [
    'known_hosts_file of the settings names the file of known host keys',
    ['system_host_keys', 'alt_host_keys', 'alt_key_file', 'ssh_known_hosts_file'],
  ],
  [
    'sessions are not recorded',
    [
      ...['session_log', 'session_log_file_mode', 'session_log_record_writes', 'channel_log', 'channel_log_mode'],
      'verbose',
    ],
  ],
  [
    'a request says so itself (timeout, expect, parse)',
    [
      ...['read_timeout', 'delay_factor', 'max_loops', 'expect_string', 'auto_find_prompt', 'cmd_verify', 'normalize'],
      ...['strip_prompt', 'strip_command', 'eager', 'eager_input', 'stop_on_failed', 'use_textfsm', 'use_ttp'],
      ...['use_genie', 'textfsm_template', 'ttp_template'],
    ],
  ],
  ['the inventory entry itself says so', ['host', 'ip', 'port', 'device_type', 'platform', 'driver']],
  ['text is UTF-8', ['encoding', 'comms_encoding']],
  ['ssh_algorithms chooses the algorithms', ['disabled_algorithms', 'disable_sha2_fix', 'ssh_config_kex']],
  [
    'the platform of the driver says so',
    [
      ...['privilege_levels', 'default_desired_privilege_level', 'failed_when_contains', 'textfsm_platform'],
      ...['genie_platform', 'on_init', 'on_open', 'on_close', 'variant', 'serial_settings'],
    ],
  ],
  ['jump hosts are named in jump_hosts', ['sock', 'sock_telnet']],
  ['ssh_config_dir of the settings, which says where such files may lie, is not set', ['ssh_config_file']],
];

const REASONS = new Map(WITHOUT_EFFECT.flatMap(([reason, names]) => names.map((name) => [name, reason] as const)));

/** Why an option of Netmiko or scrapli has no effect; `undefined` for one that nobody knows. */
export function reasonWithoutEffect(name: string): string | undefined {
  return REASONS.get(name);
}
