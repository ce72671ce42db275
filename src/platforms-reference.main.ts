import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PlatformRegistry } from './modules/devices/platforms/platform-registry.js';
import { platformsReference } from './modules/devices/platforms/platforms-reference.js';

const registry = new PlatformRegistry();
await registry.onModuleInit();
writeFileSync(resolve(process.argv[2] ?? 'docs/platforms.md'), platformsReference(registry.list()));
