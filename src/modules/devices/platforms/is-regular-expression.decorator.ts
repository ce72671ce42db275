import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Platforms of a family share their expressions. */
const known = new Map<string, boolean>();

function matchesText(source: string): boolean {
  try {
    return !new RegExp(`^(?:${source})$`).test('');
  } catch {
    return false;
  }
}

function isRegularExpression(value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false;
  const isGood = known.get(value) ?? matchesText(value);
  known.set(value, isGood);
  return isGood;
}

/** The text of a JavaScript regular expression that does not match an empty text. */
export function IsRegularExpression(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isRegularExpression',
      validator: {
        validate: isRegularExpression,
        defaultMessage: () => '$property must be a regular expression that does not match an empty text',
      },
    },
    options,
  );
}
