import type { OpenAPIObject } from '@nestjs/swagger';
import { ACCESS_ROLES, type AccessRole } from '../../src/common/access-role.js';
import { EmbeddedTom } from '../support/embedded-tom.js';
import { OpenIdTestProvider } from '../support/openid-provider.js';

/** What each operation needs; written down here and derived from nothing. A new operation has to be entered. */
const NEEDED: Readonly<Record<string, AccessRole | 'nothing'>> = {
  'GET /api/': 'viewer',
  'GET /api/auth/debug': 'viewer',
  'GET /api/userinfo': 'viewer',
  'GET /api/keys': 'admin',
  'POST /api/keys': 'admin',
  'POST /api/keys/{key_id}/rotate': 'admin',
  'DELETE /api/keys/{key_id}': 'admin',
  'GET /api/oauth/config': 'nothing',
  'POST /api/oauth/token': 'nothing',
  'GET /api/audit': 'admin',
  'GET /api/inventory/export': 'viewer',
  'GET /api/inventory/export/raw': 'viewer',
  'GET /api/inventory/fields': 'viewer',
  'GET /api/inventory/filters': 'viewer',
  'POST /api/inventory/refresh': 'admin',
  'GET /api/inventory/{device_name}': 'viewer',
  'GET /api/credentials': 'admin',
  'POST /api/device/{device_name}/send_command': 'operator',
  'POST /api/device/{device_name}/send_commands': 'operator',
  'POST /api/device/{device_name}/send_configs': 'configurator',
  'POST /api/raw/send_netmiko_command': 'operator',
  'POST /api/raw/send_scrapli_command': 'operator',
  'GET /api/job/{job_id}': 'viewer',
  'DELETE /api/job/{job_id}': 'viewer',
  'GET /api/jobs': 'viewer',
  'GET /api/job/{job_id}/events': 'viewer',
  'GET /api/monitoring/parked': 'admin',
  'DELETE /api/monitoring/parked': 'admin',
  'GET /api/monitoring/workers': 'viewer',
  'GET /api/monitoring/failed_commands': 'viewer',
  'GET /api/monitoring/device_stats/{device_name}': 'viewer',
  'GET /api/monitoring/stats/summary': 'viewer',
  'GET /api/monitoring/queue': 'viewer',
  'GET /api/monitoring/log_levels': 'admin',
  'PUT /api/monitoring/log_levels/{module}': 'admin',
  'DELETE /api/monitoring/log_levels/{module}': 'admin',
  'GET /api/host_keys': 'admin',
  'POST /api/host_keys': 'admin',
  'DELETE /api/host_keys': 'admin',
  'GET /api/templates/textfsm': 'viewer',
  'GET /api/templates/ttp': 'viewer',
  'GET /api/templates/match': 'viewer',
  'GET /api/templates/{parser_type}': 'viewer',
  'GET /api/templates/{parser_type}/{template_name}': 'viewer',
  'DELETE /api/templates/{parser_type}/{template_name}': 'admin',
  'POST /api/templates/{parser_type}': 'admin',
  'POST /api/parse/test': 'operator',
  'GET /health': 'nothing',
  'GET /ready': 'nothing',
  'GET /api/metrics': 'nothing',
  'GET /api/cache': 'viewer',
  'DELETE /api/cache': 'admin',
  'GET /api/cache/stats': 'viewer',
  'DELETE /api/cache/{device_name}': 'admin',
};

type Proof = Readonly<Record<string, string>>;

interface Mode {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Headers of a caller of each role; `nobody` proves nothing. */
  readonly callers: Readonly<Partial<Record<AccessRole | 'nobody', Proof>>>;
}

const keyOf = (role: AccessRole): Proof => ({ 'X-API-Key': `key-of-${role}` });
const KEYS = ACCESS_ROLES.map((role) => `key-of-${role}:${role}`);
const USER_ROLES = Object.fromEntries(ACCESS_ROLES.map((role) => [role, role]));

function operationsOf(document: OpenAPIObject): string[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'patch', 'delete'] as const)
      .filter((method) => item[method] !== undefined)
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** `allowed`, `401` or `403`. */
async function answerTo(base: string, operation: string, proof: Proof): Promise<string> {
  const [method = '', path = ''] = operation.split(' ');
  const url = base + path.replace(/\{[^}]+\}/g, 'none');
  const body = method === 'POST' ? { body: '{}', headers: { 'Content-Type': 'application/json', ...proof } } : {};
  const response = await fetch(url, { method, headers: proof, ...body });
  await response.body?.cancel();
  return response.status === 401 || response.status === 403 ? String(response.status) : 'allowed';
}

function expectedOf(operation: string, caller: AccessRole | 'nobody'): string {
  const needed = NEEDED[operation] ?? 'nothing';
  if (needed === 'nothing') return 'allowed';
  if (caller === 'nobody') return '401';
  return ACCESS_ROLES.indexOf(caller) >= ACCESS_ROLES.indexOf(needed) ? 'allowed' : '403';
}

describe('every operation, in every mode, for every role', () => {
  let provider: OpenIdTestProvider;

  beforeAll(async () => {
    provider = await OpenIdTestProvider.start();
  });

  afterAll(async () => {
    await provider.stop();
  });

  async function modes(): Promise<Mode[]> {
    const tokens = await Promise.all(
      ACCESS_ROLES.map(async (role) => {
        const token = await provider.token({
          claims: { sub: `t-${role}`, preferred_username: `t-${role}`, roles: [role] },
        });
        return [role, { Authorization: `Bearer ${token}` }] as const;
      }),
    );
    const byKey = Object.fromEntries(ACCESS_ROLES.map((role) => [role, keyOf(role)]));
    const byToken = Object.fromEntries(tokens);
    const sso = { jwt_providers: [provider.entry({ role_map: USER_ROLES })] };
    const keys = { api_keys: KEYS, user_roles: USER_ROLES };
    return [
      ...ACCESS_ROLES.map((role) => ({
        name: `none, ${role}`,
        settings: { auth_mode: 'none', default_role: role },
        callers: { [role]: {} },
      })),
      { name: 'api_key', settings: { auth_mode: 'api_key', ...keys }, callers: { ...byKey, nobody: {} } },
      { name: 'jwt', settings: { auth_mode: 'jwt', ...sso }, callers: { ...byToken, nobody: {} } },
      { name: 'hybrid', settings: { auth_mode: 'hybrid', ...keys, ...sso }, callers: { ...byKey, nobody: {} } },
      { name: 'hybrid, tokens', settings: { auth_mode: 'hybrid', ...keys, ...sso }, callers: byToken },
    ];
  }

  it('answers as the table says', async () => {
    const wrong: string[] = [];
    for (const { name, settings, callers } of await modes()) {
      const tom = await EmbeddedTom.start({
        devices: {},
        credentials: {},
        settings: { ...settings, oauth_test_enabled: true },
      });
      const document = (await tom.client.get('/openapi.json')).json as unknown as OpenAPIObject;
      expect(operationsOf(document).sort()).toEqual(Object.keys(NEEDED).sort());
      for (const [caller, proof] of Object.entries(callers) as [AccessRole | 'nobody', Proof][]) {
        for (const operation of Object.keys(NEEDED)) {
          const [answer, expected] = [await answerTo(tom.client.base, operation, proof), expectedOf(operation, caller)];
          if (answer !== expected) wrong.push(`${name}: ${operation} by ${caller}: ${answer}, not ${expected}`);
        }
      }
      await tom.stop();
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('leaves the API docs open', async () => {
    const settings = { auth_mode: 'api_key', api_keys: KEYS };
    const tom = await EmbeddedTom.start({ devices: {}, credentials: {}, settings });
    for (const path of ['/docs', '/redoc', '/openapi.json']) expect((await tom.client.get(path)).status).toBe(200);
    await tom.stop();
  });
});
