export { freePort } from '../postgres/postgresCluster.ts';
export { createTestDatabase, type DatabaseTemplate, type TestDatabase } from './createTestDatabase.ts';
export { type PostgresDistribution, startPostgres } from './startPostgres.ts';
export { type KillablePostgres, startKillablePostgres } from './killablePostgres.ts';
export { startRedis, type TestRedis } from './startRedis.ts';
export { startS3Store, type TestS3Store } from './startS3Store.ts';
export { enterStudio, joinStudio, type OpenDocument, openDocument, type StudioClient } from './studioClient.ts';
export { type ChaosProxy, openChaosProxy } from './chaosProxy/openChaosProxy.ts';
export { bothWays, FAIR_WEATHER, type LaneWeather, type Weather } from './chaosProxy/weather.ts';
