import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '../../common/health/health-registry.js';
import { inTime } from '../../common/in-time.js';
import { errorMessage } from '../../common/tom-error.js';
import { CredentialProvider } from './credential-provider.port.js';
import { CredentialStoreError } from './credentials.errors.js';

/** How long a store may take to get ready. */
const START_DEADLINE_MS = 60_000;

/** Starts the credential store with the worker, says how it is, and stops it when no job runs any more. */
@Injectable()
export class CredentialStoreLife implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly store: CredentialProvider,
    private readonly health: HealthRegistry,
  ) {}

  async onModuleInit(): Promise<void> {
    const late = `the credential store has not got ready within ${START_DEADLINE_MS / 1000} s`;
    await inTime(START_DEADLINE_MS, this.store.start(), () => new CredentialStoreError(late));
    // A worker without its store goes on with what it kept, and with log-ins of requests.
    this.health.register('credentials', () =>
      this.store.check().then(
        () => ({ ok: true }),
        (error: unknown) => ({ ok: true, degraded: true, reason: errorMessage(error) }),
      ),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.stop();
  }
}
