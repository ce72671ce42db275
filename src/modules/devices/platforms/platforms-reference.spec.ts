import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformRegistry } from './platform-registry.js';
import { platformsReference } from './platforms-reference.js';

describe('platforms reference', () => {
  it('in docs/platforms.md is up to date (npm run docs:platforms)', async () => {
    const registry = new PlatformRegistry();
    await registry.onModuleInit();
    const file = join(import.meta.dirname, '../../../../docs/platforms.md');

    expect(readFileSync(file, 'utf8')).toBe(platformsReference(registry.list()));
  });
});
