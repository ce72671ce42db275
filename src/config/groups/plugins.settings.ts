import { BOTH_ROLES } from '../role.js';
import { Setting } from '../setting.decorator.js';
import { textList } from '../setting-types.js';

/** Code of your own. */
export class PluginsSettings {
  @Setting({
    key: 'plugins',
    type: textList,
    roles: BOTH_ROLES,
    description:
      'Plugins to load: JavaScript modules, each a path that begins with `.` or `/`, or the name of an npm package that is ' +
      'installed beside Tom. See `docs/plugins.md`.',
  })
  readonly modules: readonly string[] = [];
}
