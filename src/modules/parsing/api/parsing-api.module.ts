import { Module } from '@nestjs/common';
import { InventoryModule } from '../../inventory/inventory.module.js';
import { ParsingModule } from '../parsing.module.js';
import { ParseTestController } from './parse-test.controller.js';
import { TemplatesController } from './templates.controller.js';

/** The HTTP half of parsing. */
@Module({ imports: [ParsingModule, InventoryModule], controllers: [TemplatesController, ParseTestController] })
export class ParsingApiModule {}
