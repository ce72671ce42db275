import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { createSecureContext, type SecureVersion } from 'node:tls';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { errorMessage, TomError } from '../tom-error.js';
import { WatchedFile } from '../watched-file.js';

/** The certificate of the API cannot be used. */
export class TlsFilesError extends TomError {
  readonly kind = 'settings';
}

interface TlsSettings {
  readonly tlsCertFile?: string;
  readonly tlsKeyFile?: string;
  readonly tlsMinVersion: '1.2' | '1.3';
}

interface TlsOptions {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: SecureVersion;
}

/** Certificate and key of the API, which may change while it runs. */
export class TlsFiles {
  private readonly logger = new Logger('Tls');

  private constructor(
    private readonly files: { readonly cert: string; readonly key: string },
    readonly options: TlsOptions,
  ) {}

  /** Nothing where none are set. Throws `TlsFilesError` when they cannot be read or do not belong together. */
  static async read({ tlsCertFile, tlsKeyFile, tlsMinVersion }: TlsSettings): Promise<TlsFiles | undefined> {
    if (tlsCertFile === undefined || tlsKeyFile === undefined) return undefined;
    const files = { cert: tlsCertFile, key: tlsKeyFile };
    return new TlsFiles(files, await readOptions(files, `TLSv${tlsMinVersion}`));
  }

  /** Has new connections of the application use what the files hold from now on. What cannot be used leaves the old one in use. */
  follow(app: NestFastifyApplication): void {
    const server = app.getHttpServer() as unknown as Server;
    // One after the other: of two that are read at once the older must not come last.
    let last: Promise<void> = Promise.resolve();
    const reload = (): void => void (last = last.then(() => this.reload(server)));
    const listener = { onText: reload, onUnreadable: reload };
    const watched = [new WatchedFile(this.files.cert, listener), new WatchedFile(this.files.key, listener)];
    for (const file of watched) void file.start();
    app
      .getHttpAdapter()
      .getInstance()
      .addHook('onClose', async () => {
        await Promise.all(watched.map((file) => file.stop()));
      });
  }

  /** Certificate and key are replaced one after the other: between the two they do not belong together. */
  private async reload(server: Server): Promise<void> {
    try {
      server.setSecureContext(await readOptions(this.files, this.options.minVersion));
      this.logger.debug(`certificate ${this.files.cert} is in use`);
    } catch (error) {
      this.logger.warn(`the certificate in use stays: ${errorMessage(error)}`);
    }
  }
}

async function readOptions(files: { cert: string; key: string }, minVersion: SecureVersion): Promise<TlsOptions> {
  try {
    const [cert, key] = await Promise.all([readFile(files.cert, 'utf8'), readFile(files.key, 'utf8')]);
    createSecureContext({ cert, key });
    return { cert, key, minVersion };
  } catch (error) {
    throw new TlsFilesError(
      `tls_cert "${files.cert}" and tls_key "${files.key}" cannot be used: ${errorMessage(error)}`,
    );
  }
}
