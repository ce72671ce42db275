import { Logger, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { LoadedPlugins } from './loaded-plugins.js';
import { pluginReferences } from './plugin-reference.js';

/** Loads the plugins that the settings name, and gives them to every module. */
@Module({})
export class PluginsModule implements OnModuleInit {
  constructor(
    private readonly plugins: LoadedPlugins,
    private readonly settings: Settings,
  ) {}

  static async register({ plugins, projectRoot }: Settings): Promise<DynamicModule> {
    const loaded = await LoadedPlugins.load(pluginReferences(plugins.modules, projectRoot));
    return {
      module: PluginsModule,
      global: true,
      providers: [{ provide: LoadedPlugins, useValue: loaded }],
      exports: [LoadedPlugins],
    };
  }

  onModuleInit(): void {
    const logger = new Logger('Plugins');
    for (const { name } of this.plugins.references) logger.log(`plugin "${name}" is loaded`);
    if (this.plugins.references.length === 0) return;
    const known = [...this.plugins.inventories, ...this.plugins.credentials].flatMap(([name, { settings }]) =>
      Object.keys(settings).map((key) => `plugin_${name}_${key}`),
    );
    for (const note of this.settings.notesOnPluginKeys(known)) logger.warn(note);
  }
}
