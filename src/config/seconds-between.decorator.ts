import { ValidateBy } from 'class-validator';

/** Name of the constraint in class-validator's metadata. */
export const SECONDS_BETWEEN = 'secondsBetween';

/** Bounds of a duration, given in seconds as the file has them; the property holds milliseconds. */
export function SecondsBetween(min: number, max: number): PropertyDecorator {
  return ValidateBy({
    name: SECONDS_BETWEEN,
    constraints: [min, max],
    validator: {
      validate: (value: unknown) => typeof value === 'number' && value >= min * 1000 && value <= max * 1000,
      defaultMessage: () => `$property must be between ${min} and ${max} seconds`,
    },
  });
}
