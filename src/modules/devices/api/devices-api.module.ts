import { Module } from '@nestjs/common';
import { DevicesModule } from '../devices.module.js';
import { HostKeyBook } from '../host-keys/host-key-book.js';
import { HostKeysController } from './host-keys.controller.js';

/** The HTTP half of devices. */
@Module({ imports: [DevicesModule], controllers: [HostKeysController], providers: [HostKeyBook] })
export class DevicesApiModule {}
