import { readFileSync } from 'node:fs';
import { DocumentedProject, documentedBlocks } from '../support/documented-commands.js';
import { describeWith } from '../support/requirements.js';
import { describeWithVectors, sharedFile } from '../support/vectors.js';

const SETTINGS = 'contract/settings.md';
const NEEDS = ['root with CI=true', 'unshare', 'nsenter', 'busybox', 'redis-server', 'curl'];
const INVENTORY = `# inventory/inventory.yml
r1: { host: 127.0.0.1, port: 2200, adapter: netmiko, adapter_driver: cisco_ios, credential_id: lab_creds }
`;
const ASK = `curl -s -X POST http://127.0.0.1:8000/api/device/r1/send_command -H 'Content-Type: application/json' \
  -d '{"command": "show privilege", "wait": true, "raw_output": true}'`;

describeWithVectors([SETTINGS], 'example files of the contract', () => {
  describeWith(NEEDS, 'with a Redis', () => {
    it('start a controller and a worker without a change, and pass the check', async () => {
      const project = await DocumentedProject.create();
      try {
        const files = documentedBlocks(readFileSync(sharedFile(SETTINGS), 'utf8'));
        expect(files.length).toBe(3);
        for (const { text } of files) await project.write(text);
        await project.write(INVENTORY);
        expect(await project.run('npm run config:check -- tom_controller_config.yaml')).toMatch(/controller: 0 faults/);
        expect(await project.run('npm run config:check -- tom_worker_config.yaml')).toMatch(/worker: 0 faults/);
        await project.run('npm run lab -- --username admin --password secret');
        expect(await project.run('npm start')).toMatch(/plugin_netbox_url/);
        await project.run('npm run start:worker');
        expect(await project.run(`${ASK} -H 'X-API-Key: abc123'`)).toBe('Current privilege level is 15');
        expect(await project.run(`${ASK} -H 'api-key: def456'`)).toBe('Current privilege level is 15');
        expect(await project.run(ASK)).toMatch(/API key/);
      } finally {
        await project.remove();
      }
    }, 300_000);
  });
});
