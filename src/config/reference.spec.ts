import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_CATALOGUE } from './key-catalogue.js';
import { settingsReference } from './reference.js';
import { SETTING_GROUPS } from './setting-groups.js';
import { settingsOf } from './setting.decorator.js';

describe('settings reference', () => {
  it('in docs/settings.md is up to date (npm run docs:settings)', () => {
    const file = join(import.meta.dirname, '../../docs/settings.md');

    expect(readFileSync(file, 'utf8')).toBe(settingsReference());
  });

  it('has every setting', () => {
    const reference = settingsReference();
    const used = [...KEY_CATALOGUE.keys()];

    const places = (key: string): string[] => [`| \`${key}\` |`, `Also spelt \`${key}\`.`];

    expect(used.filter((key) => !places(key).some((place) => reference.includes(place)))).toEqual([]);
  });

  it('has no key twice', () => {
    const keys = Object.values(SETTING_GROUPS).flatMap((type) => settingsOf(type).map(({ key }) => key));

    expect(keys).toEqual([...new Set(keys)]);
  });
});
