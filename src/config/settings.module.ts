import { Module, type DynamicModule } from '@nestjs/common';
import { Settings } from './settings.js';

/** Gives `Settings` to every module. */
@Module({})
export class SettingsModule {
  static register(settings: Settings): DynamicModule {
    return {
      module: SettingsModule,
      global: true,
      providers: [{ provide: Settings, useValue: settings }],
      exports: [Settings],
    };
  }
}
