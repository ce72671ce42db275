import { Module } from '@nestjs/common';
import { InlineCredentialSealer } from './sealing/inline-credential-sealer.js';
import { SealingKeyDirectory } from './sealing/sealing-key-directory.js';

/** The controller's half of credentials: it can seal a log-in that came with a request, and open none. */
@Module({
  providers: [SealingKeyDirectory, InlineCredentialSealer],
  exports: [InlineCredentialSealer],
})
export class CredentialSealingModule {}
