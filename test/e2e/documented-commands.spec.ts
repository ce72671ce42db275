import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DocumentedProject, documentedBlocks } from '../support/documented-commands.js';
import { describeWith } from '../support/requirements.js';

const ROOT = join(import.meta.dirname, '../..');
const NEEDS = ['root with CI=true', 'unshare', 'nsenter', 'busybox', 'redis-server', 'curl', 'python3 with requests'];

describeWith(NEEDS, 'commands of the documents', () => {
  it.each(['README.md', 'docs/getting-started.md', 'docs/recipes.md'])(
    'work as they stand in %s',
    async (file) => {
      const project = await DocumentedProject.create();
      try {
        let section = '';
        for (const { heading, language, mark, text } of documentedBlocks(readFileSync(join(ROOT, file), 'utf8'))) {
          if (heading !== section) await project.interrupt();
          section = heading;
          if (language === 'yaml' || language === 'ts') await project.write(text);
          if (language === 'python') await project.run(`/usr/bin/python3 - <<'END'\n${text}END`);
          if (language === 'sh' && mark !== 'docker')
            expect(await project.run(text)).not.toMatch(/\{"error":"|"FAILED"/);
        }
      } finally {
        await project.remove();
      }
    },
    300_000,
  );
});
