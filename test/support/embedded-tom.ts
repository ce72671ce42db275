import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { settingsOfValues } from '../../src/config/settings-of-values.js';
import { createHttpApp } from '../../src/http-app.js';
import { TomClient } from './tom-client.js';
import { TomFiles, type TestCredential, type TestDevice } from './tom-files.js';

export interface EmbeddedTomOptions {
  readonly devices: Readonly<Record<string, TestDevice>>;
  readonly credentials: Readonly<Record<string, TestCredential>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** TCP port; a free one when not given. */
  readonly port?: number;
}

/** Tom in the test's own process, without Redis, on a free port of the loopback. */
export class EmbeddedTom {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly client: TomClient,
    readonly files: TomFiles,
  ) {}

  static async start({ devices, credentials, settings = {}, port = 0 }: EmbeddedTomOptions): Promise<EmbeddedTom> {
    const files = await TomFiles.create(devices, credentials);
    const values = { log_level: 'silent', ...files.settings, ...settings };
    const app = await createHttpApp({ role: 'standalone', settings: settingsOfValues(values) });
    await app.listen(port, '127.0.0.1');
    return new EmbeddedTom(app, new TomClient(await app.getUrl()), files);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.files.remove();
  }
}
