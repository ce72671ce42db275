import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const IS_PUBLIC = 'tom:is-public';

/** Marks a route that answers without authentication; every other one needs the configured one. */
export const Public = (): CustomDecorator => SetMetadata(IS_PUBLIC, true);
