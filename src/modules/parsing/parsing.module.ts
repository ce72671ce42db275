import { Module } from '@nestjs/common';
import { ParsingService } from './parsing.service.js';

/** Templates and parsing, on controllers. */
@Module({ providers: [ParsingService], exports: [ParsingService] })
export class ParsingModule {}
