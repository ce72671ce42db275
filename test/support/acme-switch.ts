import type { ServerChannel } from 'ssh2';

/** What `show modules` shows. */
export const ACME_MODULES = 'slot 1 active 512M\r\nslot 2 spare 64M\r\n';

/** What is made of it. */
export const ACME_RECORDS = {
  text: 'slot 1 active 512M\nslot 2 spare 64M',
  parsed: [
    { slot: 1, state: 'active', memory_bytes: 536_870_912 },
    { slot: 2, state: 'spare', memory_bytes: 67_108_864 },
  ],
};

/** Plays a switch with Acme OS: `shell` of an `SshServer`. */
export function acmeSwitch(stream: ServerChannel): void {
  const device = new AcmeSwitch(stream);
  stream.on('data', (bytes: Buffer) => device.type(bytes.toString()));
}

class AcmeSwitch {
  private level = 'operator>';
  private typed = '';
  private isAsking = false;
  private hasPager = true;

  constructor(private readonly stream: ServerChannel) {
    this.prompt();
  }

  type(text: string): void {
    this.typed += text;
    for (let end = this.typed.indexOf('\n'); end >= 0; end = this.typed.indexOf('\n')) {
      const line = this.typed.slice(0, end);
      this.typed = this.typed.slice(end + 1);
      this.enter(line);
    }
  }

  private enter(line: string): void {
    if (this.isAsking) {
      this.isAsking = false;
      if (line === 'adm1n') this.level = 'admin#';
      this.stream.write('\r\n');
      this.prompt();
      return;
    }
    this.stream.write(`${line}\r\n`);
    if (line === 'bye') {
      this.stream.exit(0);
      this.stream.end();
      return;
    }
    this.answer(line);
  }

  private answer(line: string): void {
    if (line === 'become admin') {
      this.isAsking = true;
      this.stream.write('Admin secret: ');
      return;
    }
    if (line === 'session pager off') this.hasPager = false;
    this.stream.write(this.outputOf(line));
    this.prompt();
  }

  private outputOf(line: string): string {
    switch (line) {
      case '':
      case 'session pager off':
        return '';
      case 'show modules':
        return this.hasPager ? 'the pager is on\r\n' : ACME_MODULES;
      case 'show level | json':
        return `{"level": "${this.level.slice(0, -1)}"}\r\n`;
      default:
        return `!! no such command: ${line}\r\n`;
    }
  }

  private prompt(): void {
    this.stream.write(`sw1:${this.level}`);
  }
}
