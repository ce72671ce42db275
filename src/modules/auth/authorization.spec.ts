import { ACCESS_ROLES } from '../../common/access-role.js';
import { Authorization } from './authorization.js';
import type { CallerIdentity } from './caller.types.js';

const CALLER: CallerIdentity = { user: 'ann', method: 'api_key', provider: null, role: 'viewer', devices: null };

describe('Authorization', () => {
  const authorization = new Authorization();

  it.each([
    ['viewer', [true, false, false, false]],
    ['operator', [true, true, false, false]],
    ['configurator', [true, true, true, false]],
    ['admin', [true, true, true, true]],
  ] as const)('takes %s for what includes less', (role, expected) => {
    const passes = ACCESS_ROLES.map((needed) => {
      try {
        authorization.requireRole({ ...CALLER, role }, needed);
        return true;
      } catch {
        return false;
      }
    });
    expect(passes).toEqual(expected);
  });

  it('names the caller, its role and the role that is needed', () => {
    expect(() => authorization.requireRole(CALLER, 'admin')).toThrow('ann has the role viewer; this needs admin');
  });

  it.each([
    [null, {}, true],
    [[], { name: 'r1' }, false],
    [['r1'], { name: 'r1' }, true],
    [['R1'], { name: 'r1' }, true],
    [['r1'], { name: 'r10' }, false],
    [['ams-*', 'lon-?'], { name: 'lon-1' }, true],
    [['ams-*', 'lon-?'], { name: 'lon-12' }, false],
    [['site=ams'], { name: 'r1', site: 'ams' }, true],
    [['site=ams'], { name: 'ams' }, false],
    [['site=*'], { name: 'r1' }, false],
    [['port=22'], { name: 'r1', port: 22 }, true],
    [['*'], { host: '192.0.2.1' }, false],
    [['host=192.0.2.*'], { host: '192.0.2.1' }, true],
    [['host=192.0.2.*'], { host: '192.0.2.1.example.net' }, false],
    [['host=192.*'], { host: '192.example.net' }, false],
    [['host=192.0.2.?'], { host: '192.0.2.x' }, false],
    [['host=r*.example.net'], { host: 'r1.example.net' }, true],
    [['host=*'], { host: 'r1.example.net' }, true],
    [['host=2001:db8:*'], { host: '2001:db8::1' }, true],
    [['constructor=*'], { name: 'r1' }, false],
  ])('decides by the patterns %j of a scope about %j', (devices, facts, expected) => {
    expect(authorization.mayUse({ ...CALLER, devices }, facts)).toBe(expected);
  });

  it('lets a caller see its own jobs, and an admin all of them', () => {
    expect(authorization.maySeeJob(CALLER, { ...CALLER, role: 'admin', devices: ['x'] })).toBe(true);
    expect(authorization.maySeeJob(CALLER, { ...CALLER, user: 'bob' })).toBe(false);
    expect(authorization.maySeeJob(CALLER, { ...CALLER, method: 'jwt', provider: 'corp' })).toBe(false);
    expect(authorization.maySeeJob({ ...CALLER, role: 'admin' }, { ...CALLER, user: 'bob' })).toBe(true);
  });
});
