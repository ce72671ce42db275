import { EmbeddedTom } from '../support/embedded-tom.js';
import { Frr } from '../support/frr.js';
import { describeWith } from '../support/requirements.js';

const PLANT = 'pl4nted-3nable';

describeWith(['vtysh', 'zebra', 'root with CI=true'], 'an enable secret in adapter_options', () => {
  let frr: Frr;
  let tom: EmbeddedTom;

  beforeAll(async () => {
    frr = await Frr.start({ telnet: { password: 'l0gin', enablePassword: PLANT } });
    const options = { secret: PLANT, timeout_ops: 20 };
    const device = { port: frr.telnetPort, adapter_driver: 'cisco_ios_telnet', adapter_options: options };
    const credentials = { lab: { username: 'unused', password: 'l0gin' } };
    tom = await EmbeddedTom.start({ devices: { r1: device }, credentials });
  });
  afterAll(async () => {
    await tom.stop();
    await frr.stop();
  });

  it('raises the privilege, and is in no answer', async () => {
    const { json, text } = await tom.client.send('r1', 'show running-config', { enable: true });
    expect(json).toMatchObject({ status: 'COMPLETE', error: null });
    // The router's own configuration shows its passwords.
    expect(text.replaceAll(/enable password [^\\]*/g, '')).not.toContain(PLANT);
    const inventory = await tom.client.get('/api/inventory/r1');
    expect(inventory.json).toMatchObject({ adapter_options: { timeout_ops: 20 } });
    expect(inventory.text).not.toContain(PLANT);
  });
});
