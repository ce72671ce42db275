import { BOTH_ROLES } from '../role.js';
import { Setting } from '../setting.decorator.js';
import { text } from '../setting-types.js';

/** Where relative paths start. */
export class ProjectSettings {
  @Setting({
    key: 'project_root',
    type: text,
    roles: BOTH_ROLES,
    description:
      'Directory at which the relative paths of all other settings start; itself relative to the working directory.',
  })
  readonly root: string = '.';
}
