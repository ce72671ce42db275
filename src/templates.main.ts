import 'reflect-metadata';
import { loadSettings } from './config/load-settings.js';
import { runTemplates } from './modules/parsing/library/templates-command.js';

process.exitCode = await runTemplates(process.argv.slice(2), {
  packDirectory: () => loadSettings({ entry: 'main' }).settings.parsing.templatePackDir,
  print: (line) => console.log(line),
});
