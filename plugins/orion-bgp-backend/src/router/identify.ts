import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import express from 'express';

/** The caller of a read: a person or another backend. */
export async function identify(
  req: express.Request,
  { httpAuth }: { httpAuth: HttpAuthService },
): Promise<BackstageCredentials> {
  return httpAuth.credentials(req as never, { allow: ['user', 'service'] });
}
