import { ValidateBy, type ValidationOptions } from 'class-validator';

function isRegularExpression(value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false;
  try {
    return !new RegExp(`^(?:${value})$`).test('');
  } catch {
    return false;
  }
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
