import 'reflect-metadata';
import { loadSettings } from './config/load-settings.js';
import type { Settings } from './config/settings.js';
import { runTemplates } from './modules/parsing/library/templates-command.js';
import { TtpFunctions } from './modules/parsing/ttp/ttp-functions.js';
import { LoadedPlugins } from './modules/plugins/loaded-plugins.js';
import { pluginReferences } from './modules/plugins/plugin-reference.js';

const settings = (): Settings => loadSettings({ entry: 'main' }).settings;

process.exitCode = await runTemplates(process.argv.slice(2), {
  packDirectory: () => settings().parsing.templatePackDir,
  print: (line) => console.log(line),
  ttpFunctions: async () => {
    const { plugins, projectRoot } = settings();
    const { ttpMacros } = await LoadedPlugins.load(pluginReferences(plugins.modules, projectRoot));
    return TtpFunctions.ofMacros(ttpMacros);
  },
});
