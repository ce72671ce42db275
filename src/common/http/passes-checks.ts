import { getMetadataStorage, ValidationTypes } from 'class-validator';

type Check = (object: object) => boolean;
type ValidationMetadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const CHECKS = new Map<object, Check>();

/**
 * Whether an object, of a class with decorators of class-validator, passes all of them. They are looked up once for a class, so that
 * a good request costs little; what is wrong with another one is for `validateSync` to say. False as well for what is not understood here.
 */
export function passesChecks(object: object): boolean {
  let check = CHECKS.get(object.constructor);
  if (check === undefined) {
    check = checkOf(object);
    CHECKS.set(object.constructor, check);
  }
  return check(object);
}

function checkOf({ constructor }: object): Check {
  const storage = getMetadataStorage();
  const groups = storage.groupByPropertyName(storage.getTargetValidationMetadatas(constructor, '', false, false));
  const checks = Object.entries(groups).map(([property, metadatas]) => propertyCheck(property, metadatas));
  return checks.length === 0 ? () => false : (object) => allPass(checks, object);
}

function allPass(checks: readonly Check[], object: object): boolean {
  for (const check of checks) if (!check(object)) return false;
  return true;
}

function propertyCheck(property: string, metadatas: readonly ValidationMetadata[]): Check {
  const isConditional = ({ type }: ValidationMetadata): boolean => type === ValidationTypes.CONDITIONAL_VALIDATION;
  const conditions = metadatas
    .filter(isConditional)
    .map(({ constraints }) => constraints[0] as (object: object, value: unknown) => boolean);
  const checks = metadatas.filter((one) => !isConditional(one)).map(valueCheck);
  return (object) => {
    const value = (object as Readonly<Record<string, unknown>>)[property];
    for (const applies of conditions) if (!applies(object, value)) return true;
    for (const check of checks) if (!check(value, object)) return false;
    return true;
  };
}

const UNDERSTOOD: readonly string[] = [ValidationTypes.CUSTOM_VALIDATION, ValidationTypes.IS_DEFINED];

type ValueCheck = (value: unknown, object: object) => boolean;

function valueCheck(metadata: ValidationMetadata): ValueCheck {
  const { type, each, constraintCls, constraints, propertyName: property, validateIf } = metadata;
  if (validateIf !== undefined) return () => false;
  if (type === ValidationTypes.NESTED_VALIDATION) return (value) => nestedCheck(value);
  if (!UNDERSTOOD.includes(type)) return () => false;
  const validators = getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => instance);
  const passes: ValueCheck = (value, object) => {
    const context = { value, object, property, constraints, targetName: '' };
    // A validator that promises an answer has not said yes.
    for (const validator of validators) if (validator.validate(value, context) !== true) return false;
    return true;
  };
  if (!each) return passes;
  return (value, object) => (Array.isArray(value) ? value.every((one) => passes(one, object)) : passes(value, object));
}

function nestedCheck(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(nestedCheck);
  return typeof value === 'object' && value !== null && passesChecks(value);
}
