import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate for the loopback that is its own authority, made by `openssl`, with its files in a folder of their own. */
export class TestCertificate {
  private readonly folder = mkdtempSync(join(tmpdir(), 'tom-certificate-'));
  readonly certFile = join(this.folder, 'cert.pem');
  private readonly keyFile = join(this.folder, 'key.pem');

  constructor() {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', this.keyFile];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, '-out', this.certFile, ...subject], {
      stdio: 'ignore',
    });
  }

  get pem(): { readonly key: string; readonly cert: string } {
    return { key: readFileSync(this.keyFile, 'utf8'), cert: readFileSync(this.certFile, 'utf8') };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
