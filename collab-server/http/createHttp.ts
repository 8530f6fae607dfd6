import { randomUUID } from 'node:crypto';
import swagger from '@fastify/swagger';
import fastify, { LogController } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { addBlobRoutes } from './addBlobRoutes.ts';
import { addDocumentRoutes } from './addDocumentRoutes.ts';
import { addHealthRoutes } from './addHealthRoutes.ts';
import { addInvitationRoutes } from './addInvitationRoutes.ts';
import { addMediaRoutes } from './addMediaRoutes.ts';
import { addPeopleRoutes } from './addPeopleRoutes.ts';
import { addPipelineRoutes } from './addPipelineRoutes.ts';
import { addProjectRoutes } from './addProjectRoutes.ts';
import { addSessionRoutes } from './addSessionRoutes.ts';
import { addShareRoutes } from './addShareRoutes.ts';
import { addSnapshotRoutes } from './addSnapshotRoutes.ts';
import { addUploadRoutes } from './addUploadRoutes.ts';
import type { App, HttpParts } from './httpParts.ts';
import { logRequests } from './logRequests.ts';
import { measureRequests } from './measureRequests.ts';
import { refuseForeignWrites } from './ownOrigin.ts';
import { answerWithProblems } from './problems.ts';
import { setSecurityHeaders } from './securityHeaders.ts';
import { serveClient } from './serveClient.ts';

const BODY_BYTES = 1 << 20;
// Peers whose word about the browser's address counts: a proxy on this machine or in this network.
const TRUSTED_PROXIES = ['loopback', 'linklocal', 'uniquelocal'];

const ROUTES = [
  addSessionRoutes,
  addPeopleRoutes,
  addInvitationRoutes,
  addProjectRoutes,
  addDocumentRoutes,
  addShareRoutes,
  addSnapshotRoutes,
  addUploadRoutes,
  addBlobRoutes,
  addMediaRoutes,
  addPipelineRoutes,
  addHealthRoutes,
];

/** Builds the HTTP side of the server; nothing listens yet. */
export async function createHttp(parts: HttpParts): Promise<App> {
  const app: App = fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES,
    trustProxy: TRUSTED_PROXIES,
    forceCloseConnections: 'idle',
    requestTimeout: 0,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  acceptEmptyJson(app);
  answerWithProblems(app);
  logRequests(app);
  setSecurityHeaders(app, parts.publicUrl);
  refuseForeignWrites(app, parts.publicUrl);
  measureRequests(app, parts.metrics);
  await describe(app, parts);
  for (const add of ROUTES) add(app, parts);
  serveClient(app, parts.clientFolder);
  await app.ready();
  return app;
}

// Many programs say that they send JSON with every request: a DELETE without a body is none the worse for it.
function acceptEmptyJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
}

// A form is read by the route itself, so its schema is only for readers of the description.
const PICTURE_FORM = {
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', format: 'binary', description: 'A PNG, JPEG or WebP.' } },
};

const describeRoute: typeof jsonSchemaTransform = (route) => {
  const described = jsonSchemaTransform(route);
  if (route.route.config?.takesPicture !== true) return described;
  return { ...described, schema: { ...described.schema, consumes: ['multipart/form-data'], body: PICTURE_FORM } };
};

async function describe(app: App, parts: HttpParts): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Production Canvas',
        version: parts.version,
        description: 'The HTTP API of a studio. Sign in with a session cookie, or send an API key in `x-api-key`.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'studio.session_token' },
          apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
          service: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { apiKey: [] }],
    },
    transform: describeRoute,
  });
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
