import { validateSync, type ValidationError } from 'class-validator';

/** One thing that is wrong with a value: where in it, and what is expected. */
export interface Fault {
  /** Keys from the outside in. */
  readonly path: readonly string[];
  readonly message: string;
}

function flatten(errors: readonly ValidationError[], parent: readonly string[]): Fault[] {
  return errors.flatMap((error) => {
    const path = [...parent, error.property];
    const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message }));
    return [...own, ...flatten(error.children ?? [], path)];
  });
}

/** Every fault that class-validator finds in an instance; empty when it is valid. */
export function findFaults(instance: object): Fault[] {
  return flatten(validateSync(instance, { stopAtFirstError: true, forbidUnknownValues: false }), []);
}
