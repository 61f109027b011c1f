import { sql, type ColumnDefinitionBuilder, type Transaction } from 'kysely';
import type { Database } from '@/lib/server/store/schema';

type Column = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

const required: Column = (column) => column.notNull();
const identifies: Column = (column) => column.primaryKey();

/** Refers to a row and goes with it. */
function belongsTo(target: string): Column {
  return (column) => column.notNull().references(target).onDelete('cascade');
}

/** May refer to a row; goes with it. */
function mayBelongTo(target: string): Column {
  return (column) => column.references(target).onDelete('cascade');
}

/** Makes all tables of schema.ts, for both databases. */
export async function createTables(
  tx: Transaction<Database>,
  dialect: 'sqlite' | 'postgres',
): Promise<void> {
  const numbered: Column = (column) =>
    dialect === 'sqlite'
      ? column.primaryKey().autoIncrement()
      : column.primaryKey().generatedByDefaultAsIdentity();
  await createPeople(tx, numbered);
  await createSessions(tx);
  await createDevices(tx);
  await createRooms(tx);
  await createInvitations(tx);
  await createParticipants(tx);
  await createHistory(tx);
}

async function createPeople(tx: Transaction<Database>, numbered: Column): Promise<void> {
  await tx.schema
    .createTable('organisation')
    .addColumn('id', 'integer', numbered)
    .addColumn('name', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .execute();
  await tx.schema
    .createTable('account')
    .addColumn('id', 'integer', numbered)
    .addColumn('organisation_id', 'integer', (c) => c.notNull().references('organisation.id'))
    .addColumn('account', 'text', (c) => c.notNull().unique())
    .addColumn('local_part', 'text', required)
    .addColumn('display_name', 'text', required)
    .addColumn('search_name', 'text', required)
    .addColumn('password_hash', 'text')
    .addColumn('password_changed_at', 'bigint')
    .addColumn('role', 'text', required)
    .addColumn('disabled_at', 'bigint')
    .addColumn('language', 'text')
    .addColumn('busy', 'text', required)
    .addColumn('unknown_callers', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('last_seen_at', 'bigint')
    .execute();
  await index(tx, 'account', ['local_part']);
  await index(tx, 'account', ['organisation_id', 'id']);
  await tx.schema
    .createTable('meeting')
    .addColumn('id', 'text', identifies)
    .addColumn('owner_account_id', 'integer', belongsTo('account.id'))
    .addColumn('name', 'text', required)
    .addColumn('pin', 'text')
    .addColumn('guest_pin', 'text')
    .addColumn('created_at', 'bigint', required)
    .execute();
  await index(tx, 'meeting', ['owner_account_id']);
  await tx.schema
    .createTable('address')
    .addColumn('address', 'text', identifies)
    .addColumn('sipkey', 'text', (c) => c.notNull().unique())
    .addColumn('account_id', 'integer', (c) => mayBelongTo('account.id')(c).unique())
    .addColumn('meeting_id', 'text', (c) => mayBelongTo('meeting.id')(c).unique())
    .execute();
  await tx.schema
    .createTable('blocked')
    .addColumn('account_id', 'integer', belongsTo('account.id'))
    .addColumn('address', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addPrimaryKeyConstraint('blocked_key', ['account_id', 'address'])
    .execute();
}

async function createSessions(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('account_invitation')
    .addColumn('account_id', 'integer', (c) =>
      c.primaryKey().references('account.id').onDelete('cascade'),
    )
    .addColumn('secret_hash', 'text', (c) => c.notNull().unique())
    .addColumn('expires_at', 'bigint', required)
    .execute();
  await tx.schema
    .createTable('session')
    .addColumn('id', 'text', identifies)
    .addColumn('account_id', 'integer', belongsTo('account.id'))
    .addColumn('kind', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('last_seen_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('user_agent', 'text', required)
    .addColumn('network', 'text', required)
    .execute();
  await index(tx, 'session', ['account_id']);
  await index(tx, 'session', ['expires_at']);
  await tx.schema
    .createTable('known_network')
    .addColumn('account_id', 'integer', belongsTo('account.id'))
    .addColumn('network', 'text', required)
    .addColumn('last_seen_at', 'bigint', required)
    .addPrimaryKeyConstraint('known_network_key', ['account_id', 'network'])
    .execute();
}

async function createDevices(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('device')
    .addColumn('id', 'text', identifies)
    .addColumn('account_id', 'integer', belongsTo('account.id'))
    .addColumn('kind', 'text', required)
    .addColumn('device_id', 'text')
    .addColumn('app_key', 'text')
    .addColumn('name', 'text', required)
    .addColumn('ring', 'integer', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('last_seen_at', 'bigint', required)
    .addColumn('expires_at', 'bigint')
    .addColumn('event_n', 'integer', required)
    .addUniqueConstraint('device_of_account', ['account_id', 'device_id'])
    .execute();
  await index(tx, 'device', ['expires_at']);
  await tx.schema
    .createTable('registration')
    .addColumn('id', 'text', identifies)
    .addColumn('account_id', 'integer', belongsTo('account.id'))
    .addColumn('device_id', 'text', (c) => belongsTo('device.id')(c).unique())
    .addColumn('session_id', 'text')
    .addColumn('token_n', 'integer', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('event_n', 'integer', required)
    .addColumn('stream_seen_at', 'bigint')
    .addColumn('stream_open', 'integer', required)
    .execute();
  await index(tx, 'registration', ['account_id']);
  await index(tx, 'registration', ['session_id']);
  await tx.schema
    .createIndex('registration_silent_expires_at')
    .on('registration')
    .column('expires_at')
    .where(sql.ref('stream_open'), '=', sql.lit(0))
    .execute();
}

async function createRooms(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('room')
    .addColumn('id', 'text', identifies)
    .addColumn('kind', 'text', required)
    .addColumn('meeting_id', 'text', (c) => c.references('meeting.id').onDelete('set null'))
    .addColumn('organisation_id', 'integer', required)
    .addColumn('address', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('call_type', 'text', required)
    .addColumn('host_account_id', 'integer')
    .addColumn('state', 'text', required)
    .addColumn('end_reason', 'text')
    .addColumn('end_cause', 'text')
    .addColumn('locked', 'integer', required)
    .addColumn('guests_muted', 'integer', required)
    .addColumn('grown', 'integer', required)
    .addColumn('created_at', 'bigint', required)
    .addColumn('ended_at', 'bigint')
    .execute();
  await tx.schema
    .createIndex('room_open_of_meeting')
    .on('room')
    .column('meeting_id')
    .unique()
    .where(sql.ref('state'), '=', sql.lit('open'))
    .execute();
  await tx.schema
    .createIndex('room_open_of_organisation')
    .on('room')
    .column('organisation_id')
    .where(sql.ref('state'), '=', sql.lit('open'))
    .execute();
  await index(tx, 'room', ['ended_at']);
}

async function createInvitations(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('invitation')
    .addColumn('id', 'text', identifies)
    .addColumn('room_id', 'text', belongsTo('room.id'))
    .addColumn('caller_account_id', 'integer', (c) =>
      c.references('account.id').onDelete('set null'),
    )
    .addColumn('callee_account_id', 'integer', belongsTo('account.id'))
    .addColumn('inviter_participant', 'text', required)
    .addColumn('reserved_participant', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', required)
    .addColumn('call_type', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('reason', 'text')
    .addColumn('decided_by', 'text')
    .addColumn('decided_at', 'bigint')
    .addColumn('message', 'text')
    .addColumn('waiting', 'integer', required)
    .addColumn('heard', 'integer', required)
    .addColumn('answering', 'integer', required)
    .addColumn('placed_at', 'bigint', required)
    .addColumn('deadline', 'bigint', required)
    .execute();
  await index(tx, 'invitation', ['room_id']);
  await index(tx, 'invitation', ['caller_account_id', 'callee_account_id', 'placed_at']);
  for (const column of ['callee_account_id', 'deadline']) {
    await tx.schema
      .createIndex(`invitation_ringing_${column}`)
      .on('invitation')
      .column(column)
      .where(sql.ref('state'), '=', sql.lit('ringing'))
      .execute();
  }
  await tx.schema
    .createTable('ring')
    .addColumn('id', 'text', identifies)
    .addColumn('invitation_id', 'text', belongsTo('invitation.id'))
    .addColumn('device_id', 'text', required)
    .addColumn('registration_id', 'text')
    .addColumn('heard_at', 'bigint')
    .addColumn('client', 'text')
    .addColumn('created_at', 'bigint', required)
    .addUniqueConstraint('ring_of_device', ['invitation_id', 'device_id'])
    .execute();
  await index(tx, 'ring', ['registration_id']);
}

async function createParticipants(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('participant')
    .addColumn('uuid', 'text', identifies)
    .addColumn('room_id', 'text', belongsTo('room.id'))
    .addColumn('account_id', 'integer', (c) => c.references('account.id').onDelete('set null'))
    .addColumn('device_id', 'text')
    .addColumn('registration_id', 'text')
    .addColumn('display_name', 'text', required)
    .addColumn('address', 'text', required)
    .addColumn('role', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('profile', 'text', required)
    .addColumn('max_peers', 'integer', required)
    .addColumn('is_muted', 'integer', required)
    .addColumn('buzz_at', 'bigint')
    .addColumn('media_state', 'text', required)
    .addColumn('call_type', 'text', required)
    .addColumn('proof', 'text', required)
    .addColumn('checkdup', 'text')
    .addColumn('token_n', 'integer', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('event_n', 'integer', required)
    .addColumn('stream_seen_at', 'bigint')
    .addColumn('stream_open', 'integer', required)
    .addColumn('grace_deadline', 'bigint')
    .addColumn('grace_cause', 'text')
    .addColumn('flowing_since', 'bigint')
    .addColumn('flowing_at', 'bigint')
    .addColumn('joined_at', 'bigint', required)
    .addColumn('left_at', 'bigint')
    .addColumn('end_reason', 'text')
    .addColumn('end_cause', 'text')
    .execute();
  await index(tx, 'participant', ['room_id']);
  await index(tx, 'participant', ['proof', 'checkdup']);
  for (const column of [
    'account_id',
    'registration_id',
    'device_id',
    'expires_at',
    'grace_deadline',
  ]) {
    await tx.schema
      .createIndex(`participant_present_${column}`)
      .on('participant')
      .column(column)
      .where(sql.ref('state'), '<>', sql.lit('left'))
      .execute();
  }
  await tx.schema
    .createTable('leg')
    .addColumn('id', 'text', identifies)
    .addColumn('room_id', 'text', belongsTo('room.id'))
    .addColumn('offerer', 'text', required)
    .addColumn('offerer_call', 'text', (c) => c.notNull().unique())
    .addColumn('answerer', 'text', required)
    .addColumn('answerer_call', 'text', (c) => c.notNull().unique())
    .addColumn('state', 'text', required)
    .addColumn('open', 'integer', required)
    .execute();
  for (const column of ['room_id', 'offerer', 'answerer']) await index(tx, 'leg', [column]);
}

async function createHistory(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('event')
    .addColumn('receiver', 'text', required)
    .addColumn('n', 'integer', required)
    .addColumn('room_id', 'text')
    .addColumn('name', 'text', required)
    .addColumn('data', 'text', required)
    .addColumn('created_at', 'bigint', required)
    .addPrimaryKeyConstraint('event_key', ['receiver', 'n'])
    .execute();
  await index(tx, 'event', ['room_id']);
  await tx.schema
    .createTable('call_record')
    .addColumn('id', 'text', identifies)
    .addColumn('account_id', 'integer', belongsTo('account.id'))
    .addColumn('room_id', 'text', required)
    .addColumn('invitation_id', 'text')
    .addColumn('direction', 'text', required)
    .addColumn('peer_address', 'text', required)
    .addColumn('peer_name', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('call_type', 'text', required)
    .addColumn('placed_at', 'bigint', required)
    .addColumn('answered_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('outcome', 'text', required)
    .addColumn('reason', 'text')
    .addColumn('message', 'text')
    .addColumn('seen', 'integer', required)
    .execute();
  await index(tx, 'call_record', ['account_id', 'placed_at', 'id']);
  await index(tx, 'call_record', ['room_id']);
  await index(tx, 'call_record', ['invitation_id']);
  await tx.schema
    .createIndex('call_record_unseen')
    .on('call_record')
    .column('account_id')
    .where(sql.ref('seen'), '=', sql.lit(0))
    .execute();
}

async function index(tx: Transaction<Database>, table: string, columns: string[]): Promise<void> {
  await tx.schema
    .createIndex(`${table}_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute();
}
