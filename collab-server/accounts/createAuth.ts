import { randomUUID } from 'node:crypto';
import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { createAccessControl } from 'better-auth/plugins/access';
import { adminAc, defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access';
import { organization } from 'better-auth/plugins';
import type { Kysely } from 'kysely';
import type { Database } from '../storage/database.ts';

/** What accounts need to know of the installation. `secret` signs session cookies; `publicUrl` is the origin of browsers. */
export interface AuthSettings {
  readonly secret: string;
  readonly publicUrl: string;
  /** Hears what better-auth has to say; refused attempts are among it. */
  readonly onMessage?: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;
}

const SESSION_SECONDS = 14 * 86_400;
const accessControl = createAccessControl(defaultStatements);
const outsider = accessControl.newRole({ ...memberAc.statements });

/** Sign-in, sessions, the studio and API keys: better-auth on our own database, with sign-up by invitation only. */
export function createAuth(database: Kysely<Database>, settings: AuthSettings) {
  return betterAuth({
    appName: 'Production Canvas',
    baseURL: settings.publicUrl,
    basePath: '/api/auth',
    secret: settings.secret,
    trustedOrigins: [settings.publicUrl],
    telemetry: { enabled: false },
    logger: { level: 'warn', disableColors: true, log: (level, message) => settings.onMessage?.(level, message) },
    database: { db: database, type: 'postgres', transaction: true },
    advanced: { cookiePrefix: 'studio', database: { generateId: () => randomUUID() } },
    // Limited before better-auth is asked, by address and by account: see http/addSessionRoutes.ts.
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    user: { modelName: 'people', additionalFields: { color: { type: 'string', required: true, input: false } } },
    session: { modelName: 'sessions', expiresIn: SESSION_SECONDS, updateAge: 86_400 },
    account: { modelName: 'credentials' },
    verification: { modelName: 'verifications' },
    plugins: [
      organization({
        ac: accessControl,
        roles: {
          owner: accessControl.newRole({ ...ownerAc.statements }),
          admin: accessControl.newRole({ ...adminAc.statements }),
          editor: outsider,
          reviewer: outsider,
          viewer: outsider,
        },
        creatorRole: 'owner',
        schema: {
          organization: { modelName: 'studios' },
          member: { modelName: 'studio_members' },
          invitation: {
            modelName: 'invitations',
            additionalFields: { projectId: { type: 'string', required: false, input: false } },
          },
        },
      }),
      apiKey({
        rateLimit: { enabled: false },
        startingCharactersConfig: { charactersLength: 12 },
        schema: { apikey: { modelName: 'api_keys' } },
      }),
    ],
  });
}

/** The account part, as the rest of the server is handed it. */
export type Auth = ReturnType<typeof createAuth>;
