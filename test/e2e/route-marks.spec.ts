import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RECORDS_CHANGES } from '../../src/modules/audit/api/records-changes.decorator.js';
import { RECORDS_ITSELF } from '../../src/modules/audit/api/records-itself.decorator.js';
import { IS_PUBLIC } from '../../src/modules/auth/public.decorator.js';
import { REQUIRED_ROLE } from '../../src/modules/auth/require-role.decorator.js';
import { EmbeddedTom } from '../support/embedded-tom.js';

/** Routes that answer to everybody. */
const OPEN_ROUTES = [
  'HealthController.health',
  'HealthController.ready',
  'MetricsController.read',
  // While oauth_test_enabled is set, and from this host alone.
  'OauthTestController.config',
  'OauthTestController.token',
  'OauthTestController.page',
  'OauthTestController.script',
];

interface Route {
  readonly name: string;
  readonly isPublic: boolean;
  readonly role: unknown;
  readonly isRead: boolean;
  readonly isRecorded: boolean;
}

function routesOf(controller: abstract new (...args: never[]) => object): Route[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((method) => {
    const handler = prototype[method];
    if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
    const metadata = (key: string): unknown =>
      Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
    const isPublic = metadata(IS_PUBLIC) === true;
    const isRead = metadata(METHOD_METADATA) === RequestMethod.GET;
    const isRecorded = metadata(RECORDS_CHANGES) === true || metadata(RECORDS_ITSELF) === true;
    return [{ name: `${controller.name}.${method}`, isPublic, role: metadata(REQUIRED_ROLE), isRead, isRecorded }];
  });
}

describe('routes', () => {
  let tom: EmbeddedTom;
  let routes: Route[];

  beforeAll(async () => {
    tom = await EmbeddedTom.start({ devices: {}, credentials: {} });
    const modules = [...tom.app.get(ModulesContainer).values()];
    const controllers = modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype));
    routes = controllers.flatMap((metatype) =>
      typeof metatype === 'function' && Reflect.hasMetadata(PATH_METADATA, metatype)
        ? routesOf(metatype as abstract new (...args: never[]) => object)
        : [],
    );
  });

  afterAll(async () => {
    await tom.stop();
  });

  it('say what role they need, or that they are public', () => {
    expect(routes.length).toBeGreaterThan(15);
    expect(routes.filter(({ isPublic, role }) => isPublic === (role !== undefined)).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('are recorded where they may change something', () => {
    const unrecorded = routes.filter(({ isPublic, isRead, isRecorded }) => !isPublic && !isRead && !isRecorded);
    expect(unrecorded.map(({ name }) => name)).toEqual([]);
  });

  it('are public where that is known', () => {
    expect(
      routes
        .filter(({ isPublic }) => isPublic)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...OPEN_ROUTES].sort());
  });
});
