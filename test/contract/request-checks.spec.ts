import { IsIn, IsOptional, IsString, Length, Min, ValidateIf, ValidateNested, validateSync } from 'class-validator';
import fc from 'fast-check';
import { propertyRuns } from '../support/scale.js';
import { SendCommandRequest } from '../../src/modules/jobs/api/send-command.request.js';
import { SendCommandsRequest } from '../../src/modules/jobs/api/send-commands.request.js';
import { SendConfigsRequest } from '../../src/modules/jobs/api/send-configs.request.js';
import { CreateKeyRequest } from '../../src/modules/auth/api/key.dtos.js';
import { readFields } from '../../src/common/http/input-fields.js';
import { passesChecks } from '../../src/common/http/passes-checks.js';

const REQUESTS = [SendCommandRequest, SendCommandsRequest, SendConfigsRequest, CreateKeyRequest];

const FIELDS = [
  ...['command', 'commands', 'config_lines', 'timeout', 'retries', 'wait', 'use_cache', 'cache_ttl', 'parser', 'parse'],
  ...['expect', 'username', 'password', 'template', 'confirm_within', 'save', 'user', 'role', 'devices', 'raw_output'],
];

const value = fc.oneof(
  fc.constantFrom('show version', 'yes', 'textfsm', 'admin', '', 'a\nb', '(', '60', 0, 1, 30, 1e9, 1.5, null, true),
  fc.array(fc.oneof(fc.string(), fc.constantFrom(null, 1, { command: 'show clock' }, { command: 1 }, { parse: 'x' }))),
  fc.jsonValue(),
);
const inputs = fc.record(Object.fromEntries(FIELDS.map((field) => [field, value])), { requiredKeys: [] });

class Inner {
  @IsString()
  text: unknown;

  constructor(text: unknown) {
    this.text = text;
  }
}

class Outer {
  @IsOptional()
  @IsIn(['a', 'b'], { each: true })
  words: unknown;

  @ValidateNested({ each: true })
  inner: unknown;

  @ValidateIf(({ words }: Outer) => words !== undefined)
  @Min(3)
  count: unknown;

  constructor(fields: Partial<Outer>) {
    Object.assign(this, fields);
  }
}

function isGood(object: object): boolean {
  return validateSync(object, { forbidUnknownValues: false }).length === 0;
}

describe('passesChecks', () => {
  it('passes what class-validator passes, for any request', () => {
    fc.assert(
      fc.property(fc.constantFrom(...REQUESTS), inputs, (type, input) => {
        const request = readFields<object>(type, input);
        expect(passesChecks(request)).toBe(isGood(request));
      }),
      propertyRuns(2_000),
    );
  });

  it('passes good requests', () => {
    const good = [
      readFields(SendCommandRequest, { command: 'show version', wait: 'yes', cache_ttl: 60 }),
      readFields(SendCommandsRequest, { commands: ['show version', { command: 'show clock', parse: true }] }),
      readFields(SendConfigsRequest, { config_lines: ['interface Loopback0'] }),
      readFields(CreateKeyRequest, { user: 'robot', role: 'viewer', devices: ['ams-*'] }),
    ];
    expect(good.map(passesChecks)).toEqual([true, true, true, true]);
  });

  it.each([
    { words: ['a', 'b'], inner: new Inner('x'), count: 3 },
    { words: ['a', 'c'], inner: new Inner('x'), count: 3 },
    { words: null, inner: [new Inner('x'), new Inner('y')], count: 5 },
    { words: 'a', inner: [new Inner('x'), new Inner(1)], count: 5 },
    { words: 'a', inner: null, count: 5 },
    { words: 'a', inner: ['text'], count: 5 },
    { inner: new Inner('x'), count: 0 },
    { words: 'b', inner: new Inner('x'), count: 0 },
  ])('follows lists, conditions and objects inside: %j', (fields) => {
    const outer = new Outer(fields);
    expect(passesChecks(outer)).toBe(isGood(outer));
  });

  it('does not pass what it does not understand', () => {
    class WithCondition {
      @Length(1, 3, { validateIf: () => false })
      text = 'much too long';
    }
    class WithoutChecks {}
    expect([new WithCondition(), new WithoutChecks()].map(passesChecks)).toEqual([false, false]);
  });
});
