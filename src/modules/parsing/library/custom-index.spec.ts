import { withEntry, withoutTemplate } from './custom-index.js';

const ENTRY = { template: 'a.textfsm', hostname: '.*', platform: 'p', command: 'show a' };

describe('index of custom templates', () => {
  it('is begun with a header', () => {
    expect(withEntry('', ENTRY)).toBe('Template, Hostname, Platform, Command\na.textfsm, .*, p, show a\n');
    expect(withEntry('# mine\n', ENTRY)).toBe(
      '# mine\nTemplate, Hostname, Platform, Command\na.textfsm, .*, p, show a\n',
    );
  });

  it('keeps the columns and the remarks that it has', () => {
    const index = '# mine\nTemplate, Platform, Command\n\n# ours\nb.textfsm, p, show\n';
    const extended = '# mine\nTemplate, Platform, Command\n\n# ours\na.textfsm, p, show a\nb.textfsm, p, show\n';
    expect(withEntry(index, ENTRY)).toBe(extended);
    expect(withoutTemplate(extended, 'a.textfsm')).toBe(index);
  });

  it('loses every row that names a template, alone or with others', () => {
    const index =
      'Template, Hostname, Platform, Command\na.textfsm, .*, p, x\nb.textfsm:a.textfsm, .*, p, y\n#a.textfsm, .*, p, z\n';
    expect(withoutTemplate(index, 'a.textfsm')).toBe('Template, Hostname, Platform, Command\n#a.textfsm, .*, p, z\n');
  });
});
