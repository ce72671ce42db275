import { BooleanField, ChoiceField, IntegerField, PasswordField, TextField } from './fields.js';
import { RequestValidationError, type FieldFault } from './http.errors.js';
import { validateInput, warningFor } from './validate-input.js';

class Request {
  @TextField({ description: 'a name', minLength: 1 })
  name!: string;

  @BooleanField({ description: 'a switch', default: false })
  wait!: boolean;

  @IntegerField({ description: 'a number', default: 10, minimum: 1, maximum: 100 })
  timeout!: number;

  @ChoiceField({ description: 'a choice', choices: ['textfsm', 'ttp'], default: 'textfsm' })
  parser!: string;

  @TextField({ description: 'a text that may be missing', default: null })
  template!: string | null;

  @PasswordField({ description: 'a password', default: null })
  password!: string | null;
}

function faultsOf(input: unknown): readonly FieldFault[] {
  try {
    validateInput(Request, input, 'body');
  } catch (error) {
    if (error instanceof RequestValidationError) return error.faults;
    throw error;
  }
  return [];
}

describe('validateInput', () => {
  it('fills in defaults', () => {
    const { value } = validateInput(Request, { name: 'r1' }, 'body');
    expect({ ...value }).toEqual({
      name: 'r1',
      wait: false,
      timeout: 10,
      parser: 'textfsm',
      template: null,
      password: null,
    });
  });

  it.each([
    ['wait', 'true', true],
    ['wait', 'Yes', true],
    ['wait', 'off', false],
    ['wait', 1, true],
    ['wait', 0, false],
    ['timeout', '10', 10],
    ['timeout', ' 7 ', 7],
    ['timeout', '5.0', 5],
  ])('takes %s: %j for %j', (field, given, meant) => {
    expect(validateInput(Request, { name: 'r1', [field]: given }, 'body').value).toMatchObject({ [field]: meant });
  });

  it.each([
    [{}, { type: 'missing', loc: ['body', 'name'], msg: 'Field required', input: {} }],
    [{ name: null }, { type: 'missing', loc: ['body', 'name'] }],
    [{ name: 5 }, { type: 'string_type', loc: ['body', 'name'], msg: 'Input should be a valid string', input: 5 }],
    [{ name: '' }, { type: 'string_too_short', loc: ['body', 'name'] }],
    [
      { name: 'r1', wait: 'maybe' },
      { type: 'bool_parsing', loc: ['body', 'wait'], input: 'maybe' },
    ],
    [
      { name: 'r1', wait: null },
      { type: 'bool_parsing', loc: ['body', 'wait'] },
    ],
    [
      { name: 'r1', timeout: 1.5 },
      { type: 'int_type', loc: ['body', 'timeout'] },
    ],
    [
      { name: 'r1', timeout: 'soon' },
      { type: 'int_type', loc: ['body', 'timeout'] },
    ],
    [
      { name: 'r1', timeout: 0 },
      { type: 'greater_than_equal', loc: ['body', 'timeout'] },
    ],
    [
      { name: 'r1', timeout: 101 },
      { type: 'less_than_equal', loc: ['body', 'timeout'] },
    ],
    [
      { name: 'r1', parser: 'genie' },
      { type: 'literal_error', loc: ['body', 'parser'], msg: "Input should be 'textfsm' or 'ttp'", input: 'genie' },
    ],
    [[], { type: 'model_attributes_type', loc: ['body'] }],
    [null, { type: 'model_attributes_type', loc: ['body'] }],
  ])('refuses %j', (input, fault) => {
    expect(faultsOf(input)).toEqual([expect.objectContaining(fault)]);
  });

  it('tells every fault at once', () => {
    expect(faultsOf({ wait: 'x', timeout: 'y' }).map(({ loc }) => loc[1])).toEqual(['name', 'wait', 'timeout']);
  });

  it('never repeats a password', () => {
    const text = JSON.stringify([
      faultsOf({ password: 'pl4nted' }),
      faultsOf({ name: 'r1', password: { is: 'pl4nted' } }),
      faultsOf([{ name: 'r1', password: 'pl4nted' }]),
      faultsOf({ name: [{ password: 'pl4nted', paswd: ['pl4nted'] }] }),
    ]);
    expect(text).not.toContain('pl4nted');
  });

  it('names unknown fields and leaves them out', () => {
    const { value, unknownFields } = validateInput(
      Request,
      JSON.parse('{"name": "r1", "wiat": true, "__proto__": {"wait": true}}'),
      'body',
    );
    expect(unknownFields).toEqual(['wiat', '__proto__']);
    expect(value.wait).toBe(false);
  });
});

describe('warningFor', () => {
  it('is nothing without unknown fields', () => {
    expect(warningFor([], ['wait'])).toBeUndefined();
  });

  it('suggests the field that was probably meant', () => {
    expect(warningFor(['wiat'], ['wait', 'name'])).toBe(
      `299 tom "ignored unknown fields: 'wiat'; did you mean 'wait'?"`,
    );
  });

  it('is a valid header whatever the names are', () => {
    const warning = warningFor(
      ['a\r\nSet-Cookie: x', '"', 'ключ', ...Array.from({ length: 50 }, (_, at) => `f${at}`)],
      [],
    );
    expect(warning).toMatch(/^299 tom "[ !#-[\]-~]*"$/);
    expect(warning).toContain('and 43 more');
  });
});
