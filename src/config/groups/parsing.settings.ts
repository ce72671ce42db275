import { Setting } from '../setting.decorator.js';
import { path } from '../setting-types.js';

/** Where templates of one's own are kept. */
export class ParsingSettings {
  @Setting({
    key: 'textfsm_template_dir',
    type: path,
    roles: ['controller'],
    description: 'Directory of your own TextFSM templates.',
  })
  readonly textfsmTemplateDir: string = '/app/templates/textfsm';

  @Setting({
    key: 'ttp_template_dir',
    type: path,
    roles: ['controller'],
    description: 'Directory of your own TTP templates.',
  })
  readonly ttpTemplateDir: string = '/app/templates/ttp';
}
