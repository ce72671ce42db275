import { Module } from '@nestjs/common';
import { Metrics } from '../../common/metrics/metrics.js';
import { Settings } from '../../config/settings.js';
import { AuditLog } from '../audit/audit-log.port.js';
import { LoadedPlugins } from '../plugins/loaded-plugins.js';
import { JweInlineCredentialOpener } from './adapters/jwe.inline-credential-opener.js';
import { CredentialAnswers } from './credential-answers.js';
import { CredentialEvents } from './credential-events.js';
import { CredentialProvider } from './credential-provider.port.js';
import { CredentialStoreLife } from './credential-store-life.js';
import { openStore } from './credential-stores.js';
import { InlineCredentialOpener } from './inline-credential-opener.port.js';
import { SealingKeyDirectory } from './sealing/sealing-key-directory.js';
import { SealingKeyHolder } from './sealing/sealing-key-holder.js';

/** The worker's half of credentials: the store that `credential_plugin` selects, and the key for inline log-ins. */
@Module({
  providers: [
    {
      provide: CredentialProvider,
      inject: [Settings, LoadedPlugins, Metrics, AuditLog],
      useFactory: (settings: Settings, plugins: LoadedPlugins, metrics: Metrics, audit: AuditLog) =>
        openStore(settings, plugins, new CredentialEvents(metrics, audit)),
    },
    CredentialStoreLife,
    CredentialAnswers,
    SealingKeyDirectory,
    {
      provide: SealingKeyHolder,
      inject: [SealingKeyDirectory, Settings],
      useFactory: (directory: SealingKeyDirectory, settings: Settings): SealingKeyHolder =>
        new SealingKeyHolder(directory, settings.credentials.inlineCredentialKeyFile),
    },
    {
      provide: InlineCredentialOpener,
      inject: [SealingKeyHolder],
      useFactory: (holder: SealingKeyHolder): InlineCredentialOpener => new JweInlineCredentialOpener(holder),
    },
  ],
  exports: [CredentialProvider, InlineCredentialOpener],
})
export class CredentialsWorkerModule {}
