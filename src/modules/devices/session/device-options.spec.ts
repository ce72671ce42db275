import { Logger } from '@nestjs/common';
import { Secret } from '../../../common/secret.js';
import { DeviceOptionError } from '../devices.errors.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { ConnectionPlanner } from './connection-planner.js';
import type { ConnectionPlan } from './device-connection.js';

const SETTINGS = {
  connectTimeoutMs: 1000,
  loginTimeoutMs: 2000,
  privilegeTimeoutMs: 2000,
  maxOutputBytes: 3000,
  sshAlgorithms: 'modern',
  hostKeyPolicy: 'accept-new',
  sshKeepaliveMs: 4000,
} as const;

const CREDENTIAL = { id: 'lab', username: 'admin', password: new Secret('secret') };

describe('the options of a device', () => {
  const registry = new PlatformRegistry();
  let planner: ConnectionPlanner;
  let warned: jest.SpyInstance;

  beforeAll(() => registry.onModuleInit());
  beforeEach(() => {
    planner = new ConnectionPlanner(registry, SETTINGS);
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => warned.mockRestore());

  const plan = (options: Record<string, unknown>, driver = 'cisco_ios') =>
    planner.plan({ host: 'r1', port: 22, driver, options }, CREDENTIAL);

  it.each<[Record<string, unknown>, Partial<ConnectionPlan>]>([
    [{}, { connectTimeoutMs: 1000, loginTimeoutMs: 2000, keepaliveMs: 4000, algorithms: 'modern', protocol: 'ssh' }],
    [{ conn_timeout: 5 }, { connectTimeoutMs: 5000 }],
    [{ timeout_socket: 5 }, { connectTimeoutMs: 5000 }],
    [{ timeout: 100, conn_timeout: 5 }, { connectTimeoutMs: 5000 }],
    [{ banner_timeout: 7 }, { handshakeTimeoutMs: 7000 }],
    [{ auth_timeout: 8 }, { loginTimeoutMs: 8000 }],
    [{ read_timeout_override: 90 }, { commandTimeoutMs: 90_000 }],
    [{ timeout_ops: 30 }, { commandTimeoutMs: 30_000 }],
    [{ timeout_transport: 10 }, { idleTimeoutMs: 10_000 }],
    [{ keepalive: 0 }, { keepaliveMs: 0 }],
    [{ source_address: '192.0.2.9' }, { sourceAddress: '192.0.2.9' }],
    [{ ssh_algorithms: 'legacy' }, { algorithms: 'legacy' }],
    [{}, { hostKeyPolicy: 'accept-new' }],
    [{ host_key_policy: 'off' }, { hostKeyPolicy: 'off' }],
    [{ ssh_strict: true }, { hostKeyPolicy: 'strict' }],
    [{ auth_strict_key: true }, { hostKeyPolicy: 'strict' }],
    [{ auth_strict_key: false }, { hostKeyPolicy: 'accept-new' }],
    [{ auth_strict_key: true, host_key_policy: 'accept-new' }, { hostKeyPolicy: 'accept-new' }],
    [{ transport: 'telnet' }, { protocol: 'telnet' }],
    [{ transport: 'asynctelnet' }, { protocol: 'telnet' }],
    [{ transport: 'system' }, { protocol: 'ssh' }],
    [{ conn_timeout: null }, { connectTimeoutMs: 1000 }],
  ])('%j changes the plan to %j', (options, changed) => {
    expect(plan(options)).toMatchObject(changed);
    expect(warned).not.toHaveBeenCalled();
  });

  it('change what the platform says of Enter and quiet', () => {
    const { platform } = plan({ default_enter: '\r', prompt_quiet_ms: 50 });
    expect(platform).toEqual({ ...registry.resolve('cisco_ios'), lineEnding: '\r', promptQuietMs: 50 });
  });

  it('have the names of both libraries for Enter', () => {
    expect(plan({ comms_return_char: '\r\n' }).platform.lineEnding).toBe('\r\n');
    expect(warned).not.toHaveBeenCalled();
  });

  it.each([
    [
      'Netmiko',
      `verbose global_delay_factor global_cmd_verify use_keys key_file pkey disabled_algorithms disable_sha2_fix allow_agent
       ssh_strict system_host_keys alt_host_keys alt_key_file ssh_config_file conn_timeout auth_timeout banner_timeout
       blocking_timeout timeout session_timeout read_timeout_override keepalive default_enter response_return serial_settings
       fast_cli session_log session_log_record_writes session_log_file_mode allow_auto_change encoding sock sock_telnet
       auto_connect delay_factor_compat disable_lf_normalization`,
    ],
    [
      'scrapli',
      `auth_username auth_private_key auth_strict_key auth_bypass timeout_socket timeout_transport timeout_ops
       comms_prompt_pattern comms_return_char comms_roughly_match_inputs comms_prompt_search_depth comms_ansi ssh_config_file
       ssh_known_hosts_file on_init on_open on_close transport transport_options channel_lock channel_log channel_log_mode
       logging_uid privilege_levels default_desired_privilege_level failed_when_contains textfsm_platform genie_platform variant`,
    ],
    [
      'a command, of both libraries,',
      `read_timeout delay_factor max_loops expect_string auto_find_prompt cmd_verify normalize strip_prompt strip_command eager
       eager_input stop_on_failed failed_when_contains use_textfsm use_ttp use_genie textfsm_template ttp_template`,
    ],
  ])('of %s are known, all of them', (_, names) => {
    plan(Object.fromEntries(names.split(/\s+/).map((name) => [name, null])));
    expect(warned.mock.calls.flat().join()).not.toContain('knows no such option');
  });

  it.each([
    [{ conn_timeout: 'x' }, 'conn_timeout must be a number above 0'],
    [{ keepalive: -1 }, 'keepalive must be a number from 0'],
    [{ default_enter: 'x' }, String.raw`default_enter must be "\n" or "\r" or "\r\n"`],
    [{ source_address: 5 }, 'source_address must be a text'],
    [{ host_key_policy: 'maybe' }, 'host_key_policy must be "accept-new" or "strict" or "off"'],
    [{ transport: 'serial' }, 'transport must be "system" or "paramiko" or'],
    [{ timeout_ops: 0 }, 'timeout_ops must be a number above 0'],
    [{ ssh_strict: 'yes' }, 'ssh_strict must be true or false'],
    [{ ssh_algorithms: 'old' }, 'ssh_algorithms must be "modern" or "legacy"'],
  ])('are refused where %j cannot be used', (options, message) => {
    expect(() => plan(options)).toThrow(DeviceOptionError);
    expect(() => plan(options)).toThrow(`adapter_options of r1:22: ${message}`);
  });

  it('that change nothing are named once a device, with the reason', () => {
    const options = { global_delay_factor: 2, alt_key_file: 'x', sekret: 1, timeout_ops: 5 };
    plan(options);
    plan(options);
    expect(warned.mock.calls).toEqual([
      [
        'adapter_options of r1:22: global_delay_factor has no effect: Tom waits for what the device says, not for a time; ' +
          'alt_key_file has no effect: known_hosts_file of the settings names the file of known host keys; ' +
          'sekret has no effect: Tom knows no such option',
      ],
    ]);
  });
});
