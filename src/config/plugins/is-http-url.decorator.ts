import { ValidateBy } from 'class-validator';

function isHttpUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return ['http:', 'https:'].includes(protocol) && `${username}${password}${search}${hash}` === '';
}

/** An address of HTTP without a log-in in it: what is in a URL ends up in messages. */
export const IsHttpUrl = (example: string): PropertyDecorator =>
  ValidateBy({
    name: 'isHttpUrl',
    validator: {
      validate: isHttpUrl,
      defaultMessage: () => `$property must look like ${example}, without a log-in or a query`,
    },
  });
