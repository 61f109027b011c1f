import { startPostgres } from './postgres';

/**
 * One PostgreSQL for all integration tests: `TEST_POSTGRES_URL` names it, each test file makes a
 * database of its own with `createDatabase`.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  process.env['TEST_POSTGRES_URL'] = postgres.url;
  return postgres.stop;
}
