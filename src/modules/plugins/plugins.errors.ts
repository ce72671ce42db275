import { TomError } from '../../common/tom-error.js';

/** A plugin cannot be loaded, or does not export what a plugin has to. */
export class PluginError extends TomError {
  readonly kind = 'settings';

  constructor(plugin: string, reason: string, cause?: unknown) {
    super(`plugin "${plugin}" (setting plugins) ${reason}`, { details: { plugin, reason }, cause });
  }
}
