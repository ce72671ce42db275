import { Module } from '@nestjs/common';
import { CredentialsController } from './api/credentials.controller.js';
import { CredentialIdsService } from './credential-ids.service.js';

/** What the API says of stored credentials: their ids. */
@Module({ controllers: [CredentialsController], providers: [CredentialIdsService] })
export class CredentialsApiModule {}
