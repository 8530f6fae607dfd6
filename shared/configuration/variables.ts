import { z } from 'zod';
import { comfyuiWorkers } from './comfyuiWorkers.ts';
import { address, type Variable, wholeNumber } from './variable.ts';

const WEB = 'an address that begins with http:// or https://';
const KEY = 'at least 24 characters';

/** Every setting of the product by the name of its environment variable; `npm start -- --help` prints this table. */
export const variables = {
  STUDIO_ROLE: {
    group: 'Studio',
    schema: z.enum(['all', 'collab', 'runner']).default('all'),
    allowed: 'all, collab or runner',
    whenUnset: 'all',
    help: 'Which part runs here: everything, the collab-server alone, or a job-runner alone. Also --role.',
  },
  PORT: {
    group: 'Studio',
    schema: wholeNumber(1, 65_535).default(3000),
    allowed: 'a whole number from 1 to 65535',
    whenUnset: '3000',
    help: 'The one port that browsers use.',
  },
  PUBLIC_URL: {
    group: 'Studio',
    schema: address('http:', 'https:').optional(),
    allowed: WEB,
    whenUnset: 'http://localhost:PORT',
    help: 'The address under which browsers reach the studio; links and the check of Origin use it.',
  },
  STUDIO_DATA: {
    group: 'Studio',
    schema: z.string().default('./data'),
    allowed: 'a folder that may be written',
    whenUnset: './data',
    help: 'Where the studio keeps its database, media, repositories and logs.',
  },
  STUDIO_CLIENT: {
    group: 'Studio',
    schema: z.string().optional(),
    allowed: 'a folder with a built client',
    whenUnset: 'the client that was built beside the server',
    help: 'Which build of the page is served.',
  },
  STUDIO_SAMPLE: {
    group: 'Studio',
    schema: z.enum(['yes', 'no']).default('yes'),
    allowed: 'yes or no',
    whenUnset: 'yes',
    help: 'Whether a new studio opens with the finished sample film.',
  },
  LOG_LEVEL: {
    group: 'Studio',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    allowed: 'trace, debug, info, warn, error, fatal or silent',
    whenUnset: 'info',
    help: 'How much is written to the log files.',
  },
  DATABASE_URL: {
    group: 'Database and queue',
    schema: address('postgres:', 'postgresql:').optional(),
    allowed: 'an address that begins with postgres://',
    whenUnset: 'an embedded PostgreSQL in STUDIO_DATA',
    help: 'A PostgreSQL 15 or newer.',
    isSecret: true,
  },
  REDIS_URL: {
    group: 'Database and queue',
    schema: address('redis:', 'rediss:').optional(),
    allowed: 'an address that begins with redis:// or rediss://',
    whenUnset: 'the queue runs on PostgreSQL, with one collab-server',
    help: 'A Redis with an append-only file: carries the queue, and edits between several collab-servers.',
    isSecret: true,
  },
  S3_ENDPOINT: {
    group: 'Media',
    schema: address('http:', 'https:').optional(),
    allowed: WEB,
    whenUnset: 'media are files in STUDIO_DATA',
    help: 'An S3 store for media.',
  },
  S3_BUCKET: {
    group: 'Media',
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
      .optional(),
    allowed: 'a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens',
    whenUnset: 'needed with S3_ENDPOINT',
    help: 'The bucket that holds the media; it must exist.',
  },
  S3_REGION: {
    group: 'Media',
    schema: z.string().default('us-east-1'),
    allowed: 'the name of a region',
    whenUnset: 'us-east-1',
    help: 'The region of the bucket.',
  },
  S3_ACCESS_KEY_ID: {
    group: 'Media',
    schema: z.string().optional(),
    allowed: 'text',
    whenUnset: 'needed with S3_ENDPOINT',
    help: 'The name of the key that may read and write the bucket.',
  },
  S3_SECRET_ACCESS_KEY: {
    group: 'Media',
    schema: z.string().optional(),
    allowed: 'text',
    whenUnset: 'needed with S3_ENDPOINT',
    help: 'The secret of that key.',
    isSecret: true,
  },
  COMFYUI_WORKERS: {
    group: 'Generation',
    schema: comfyuiWorkers.optional(),
    allowed: 'addresses separated by commas, each http://host:8188 with or without #tier=12, #tier=16 or #tier=24',
    whenUnset: 'three simulated workers of 12, 16 and 24 GB',
    help: 'The ComfyUI servers to generate on. Without a tier it is read from their memory.',
  },
  COLLAB_URL: {
    group: 'Generation',
    schema: address('http:', 'https:').optional(),
    allowed: WEB,
    whenUnset: 'http://127.0.0.1:PORT',
    help: 'Where a job-runner reaches the collab-server.',
  },
  RUNNER_PORT: {
    group: 'Generation',
    schema: wholeNumber(1, 65_535).optional(),
    allowed: 'a whole number from 1 to 65535',
    whenUnset: 'a job-runner opens no port; the collab-server shows its health',
    help: 'Where a job-runner answers /health and /metrics.',
  },
  FFMPEG_PATH: {
    group: 'Rendering',
    schema: z.string().default('ffmpeg'),
    allowed: 'the path of a program',
    whenUnset: 'ffmpeg, found on the PATH',
    help: 'The ffmpeg that renders films and thumbnails.',
  },
  FFPROBE_PATH: {
    group: 'Rendering',
    schema: z.string().default('ffprobe'),
    allowed: 'the path of a program',
    whenUnset: 'ffprobe, found on the PATH',
    help: 'The ffprobe that measures media.',
  },
  STUDIO_SERVICE_KEY: {
    group: 'Secrets',
    schema: z.string().min(24).optional(),
    allowed: KEY,
    whenUnset: 'made once and kept in STUDIO_DATA',
    help: 'What job-runners show to the collab-server; the same for all of them.',
    isSecret: true,
  },
  STUDIO_SECRET: {
    group: 'Secrets',
    schema: z.string().min(24).optional(),
    allowed: KEY,
    whenUnset: 'made once and kept in STUDIO_DATA',
    help: 'Signs sessions; the same for all collab-servers. Changing it signs everybody out.',
    isSecret: true,
  },
} as const satisfies Readonly<Record<string, Variable>>;

/** The name of a setting. */
export type VariableName = keyof typeof variables;
