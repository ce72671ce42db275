import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const RECORDS_ITSELF = 'tom:records-itself';

/** Marks a route, or all of a controller, that changes nothing, or records that itself, with more detail than could be told from outside. */
export const RecordsItself = (): CustomDecorator => SetMetadata(RECORDS_ITSELF, true);
