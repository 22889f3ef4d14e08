/**
 * The watch itself: asks the targets, decides, remembers, tells.
 *
 * W1. What is decided goes into the journal first, then into the database, and only then to people. Each of these steps
 *     may be repeated after the end of the process, the database or the mail server at any moment.
 * W2. Asking and deciding never wait for the database or for a mail server.
 * W3. While the database is away, people are told from the journal; when it is back it learns of that first.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  usualIncidentRules,
  type Incident,
  type IncidentRules,
  type Transition,
} from '../domain/monitoring/incidents.ts';
import { Monitor, type Effect } from '../domain/monitoring/monitor.ts';
import { escalationMinutes, recipientsOf, type Recipient } from '../domain/monitoring/recipients.ts';
import {
  unknownState,
  type CheckResult,
  type TargetState,
  type WatchedTarget,
} from '../domain/monitoring/target-state.ts';
import type { Database } from '../storage/database/database.ts';
import { databaseTroubleOf } from '../storage/database/trouble.ts';
import { listAlarmsToFollow } from '../storage/monitoring/alarms.ts';
import { saveEntries, type Entry, type StateEntry } from '../storage/monitoring/entries.ts';
import { linkAffectedRequests } from '../storage/monitoring/facts.ts';
import { listClosedUntold, listOpenIncidents } from '../storage/monitoring/incidents.ts';
import { sendNextMail, type DueMail } from '../storage/inquiries/mails.ts';
import type { DueNewsMail } from '../storage/news/mails.ts';
import { listUnsent, markSent, sendNext, type Attempt } from '../storage/monitoring/notifications.ts';
import { listAllRecipients, listSilencesToKeep } from '../storage/monitoring/settings.ts';
import {
  listServersAtRest,
  listStates,
  listWatchedTargets,
  registerOwnTargets,
  registerServerTargets,
  touchStates,
  type NewTarget,
  type StoredTarget,
} from '../storage/monitoring/targets.ts';
import { readJournal, writeJournal, type Journal, type Unsent } from './journal.ts';
import { messageIdOf, type ToldIncident } from './message.ts';
import { sendNewsMails } from './news-mail.ts';
import { errorCodeOf, Prober, type Check, type ProberOptions } from './prober.ts';
import type { Message, Send, SendResult } from './sender.ts';

export interface WatchLog {
  info: (fields: Record<string, unknown>, message: string) => void;
  warn: (fields: Record<string, unknown>, message: string) => void;
}

export interface WatchOptions {
  db: Database;
  /** What the monitor watches besides what the database names. */
  ownTargets: readonly NewTarget[];
  /** How a target is asked; undefined for what this process cannot ask. */
  checkFor: (target: StoredTarget) => Check | undefined;
  send: Send;
  /** Sends what is owed about inquiries; left out, nothing of it is sent. */
  sendInquiryMail?: (mail: DueMail) => Promise<SendResult>;
  /** Sends what members of staff are told; left out, nothing of it is sent. */
  sendNewsMail?: (mail: DueNewsMail) => Promise<SendResult>;
  /** The part of Message-IDs that names this installation. */
  mailDomain: string;
  journalPath: string;
  /** Told of what nobody has named recipients for; known without the database. */
  recipients: readonly Recipient[];
  log: WatchLog;
  rules?: IncidentRules;
  times?: Partial<WatchTimes>;
  prober?: Partial<Pick<ProberOptions, 'concurrency' | 'confirmMs' | 'tickMs'>>;
}

/** Milliseconds. */
export interface WatchTimes {
  /** How often what was decided is stored, and time itself is looked at. */
  turn: number;
  /** How often acknowledgements, silences, recipients and alarms from outside are read. */
  read: number;
  /** How often targets are read, and the time of the last checks is stored. */
  readTargets: number;
  /** The database has not answered after this time. */
  databasePatience: number;
  /** The pause after a notification that was not taken; each later one is twice as long. */
  retry: number;
  longestRetry: number;
}
const usualTimes: WatchTimes = {
  turn: 250,
  read: 2_000,
  readTargets: 15_000,
  databasePatience: 10_000,
  retry: 5_000,
  longestRetry: 5 * 60_000,
};

/** Notifications that are sent at once. */
const senders = 4;
/** Of states that changed while the database was away, the latest so many are kept. */
const mostStateEntries = 5_000;

export interface WatchFigures {
  databaseUp: boolean;
  unsaved: number;
  unsent: number;
  sent: number;
  failedAttempts: number;
  refused: number;
}

export class Watch {
  readonly monitor: Monitor;
  readonly prober: Prober;
  readonly figures: WatchFigures = {
    databaseUp: true,
    unsaved: 0,
    unsent: 0,
    sent: 0,
    failedAttempts: 0,
    refused: 0,
  };
  readonly #options: WatchOptions;
  readonly #times: WatchTimes;
  readonly #rules: IncidentRules;
  readonly #journal: Journal;
  /** Decided, and not in the journal yet. */
  #pending: Entry[] = [];
  /** Rises with every decision, so that what was read before one is not believed after it. */
  #decisions = 0;
  #registered = false;
  #restored = false;
  #stopped = false;
  #readAt = 0;
  #targetsAt = 0;
  #tickedAt = 0;
  #wake = new AbortController();
  /** What the database has not answered yet. */
  #databaseWork: Promise<void> | undefined;
  #outboxWork: Promise<void> | undefined;
  #newsWork: Promise<void> | undefined;
  /** Message-IDs that are being sent. */
  readonly #sending = new Set<string>();
  /** Incidents that were told when nobody was known who could be told. */
  readonly #toldNobody = new Set<string>();
  /** Settings as the journal has them. */
  #settings = '';
  readonly #loops: Promise<void>[] = [];

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#times = { ...usualTimes, ...options.times };
    this.#rules = options.rules ?? usualIncidentRules;
    this.#journal = readJournal(options.journalPath);
    this.monitor = new Monitor(this.#rules, randomUUID);
    this.prober = new Prober({ ...options.prober, onResult: (targetId, result) => this.#take(targetId, result) });
  }

  /** Begins with what the journal remembers, so that it works without the database from the first moment. */
  start(): void {
    const { targets, states, incidents, silences, atRest } = this.#journal;
    this.#useTargets([...targets, ...this.#options.ownTargets.map(storedOf)]);
    for (const entry of states) this.monitor.restoreState(entry.target, stateOf(entry), entry.suppressedBy);
    this.monitor.adopt(incidents);
    this.monitor.setSilences(silences);
    this.monitor.setEscalation((incident) => escalationMinutes(this.#recipients(), incident));
    this.#rest(atRest);
    this.#loops.push(this.#turn(), this.#deliver());
  }

  /** Ends asking, and stores what was decided if the database is there. */
  async stop(): Promise<void> {
    this.prober.stop();
    this.#stopped = true;
    this.#wake.abort();
    await Promise.all([...this.#loops, this.#newsWork]);
  }

  // ---- asking and deciding ------------------------------------------------------------------------------------------

  #take(targetId: string, result: CheckResult): 'soon' | 'usual' {
    const now = Date.now();
    this.#decide(this.monitor.observe(targetId, result, now), now);
    const standing = this.monitor.findStanding(targetId);
    if (!standing) return 'usual';
    const { state, failures, successes } = standing.state;
    // What may just have failed, or come back, is looked at again soon.
    return (state !== 'down' && failures > 0) || (state === 'down' && successes > 0) ? 'soon' : 'usual';
  }

  #decide(effects: readonly Effect[], now: number): void {
    for (const effect of effects) {
      if (effect.kind === 'probe') {
        this.prober.hurry(effect.targetId);
        continue;
      }
      this.#decisions += 1;
      if (effect.kind === 'changed' || effect.kind === 'suppressed') {
        this.#noteState(effect.targetId, effect.kind === 'changed', now);
        continue;
      }
      const { incident } = effect;
      this.#pending.push({ kind: 'incident', incident, detail: null });
      if (effect.kind === 'told') this.#notify(incident, 'opened', effect.at);
      if (effect.kind === 'escalated') this.#notify(incident, 'escalated', effect.at);
      if (effect.kind === 'closed') this.#notify(incident, 'closed', effect.at);
      const { incidentId, organisation, cause, targetId } = incident;
      if (effect.kind !== 'noted') {
        this.#options.log.warn(
          { incident: incidentId, organisation, target: targetId, cause },
          `incident ${effect.kind}`,
        );
      }
    }
    if (this.#pending.length > 0) this.#wake.abort();
  }

  #noteState(targetId: string, changed: boolean, now: number): void {
    const standing = this.monitor.findStanding(targetId);
    if (!standing) return;
    const { target, state, suppressedBy } = standing;
    this.#pending.push({
      kind: 'state',
      target: targetId,
      organisation: target.organisation,
      state: state.state,
      since: state.since,
      checkedAt: state.lastAt ?? now,
      suppressedBy,
      detail: state.error,
      changed,
    });
  }

  #notify(incident: Incident, transition: Transition, at: number): void {
    const recipients = recipientsOf(this.#recipients(), incident, transition);
    if (transition === 'opened' && recipients.length === 0) this.#toldNobody.add(incident.incidentId);
    for (const { kind, address } of recipients) {
      const { incidentId, organisation } = incident;
      const messageId = messageIdOf({ incidentId, transition, recipient: address }, this.#options.mailDomain);
      this.#pending.push({
        kind: 'notification',
        incidentId,
        transition,
        recipient: address,
        recipientKind: kind,
        messageId,
        organisation,
        at,
        sentAt: null,
      });
    }
  }

  #recipients(): Recipient[] {
    return [...this.#journal.recipients, ...this.#options.recipients];
  }

  #useTargets(targets: readonly StoredTarget[]): void {
    const known = new Map(targets.map((target) => [target.target, target]));
    const askable = [...known.values()].flatMap((target) => {
      const check = this.#options.checkFor(target);
      return check ? [{ target, check }] : [];
    });
    const now = Date.now();
    this.#journal.targets = askable.map(({ target }) => target);
    this.#decide(
      this.monitor.setTargets(
        askable.map(({ target }) => watchedOf(target)),
        now,
      ),
      now,
    );
    this.prober.setTargets(
      askable.map(({ target, check }) => {
        const intervalMs = target.intervalSeconds * 1_000;
        const timeoutMs = Math.min(10_000, Math.max(2_000, intervalMs / 2));
        return { targetId: target.target, intervalMs, timeoutMs, check };
      }),
    );
  }

  #rest(organisations: readonly string[]): void {
    this.#journal.atRest = [...organisations];
    this.monitor.setPlannedDown(new Set(organisations.map((organisation) => `server/${organisation}`)));
  }

  // ---- remembering --------------------------------------------------------------------------------------------------

  async #turn(): Promise<void> {
    // Whom to tell is read first, if the database is there.
    await this.#useDatabase();
    if (!this.#stopped) this.prober.start();
    while (!this.#stopped) {
      await sleep(this.#times.turn, undefined, { signal: this.#wake.signal }).catch(() => undefined);
      if (this.#wake.signal.aborted) this.#wake = new AbortController();
      const now = Date.now();
      if (now - this.#tickedAt >= Math.min(1_000, this.#times.turn)) {
        this.#tickedAt = now;
        this.#decide(this.monitor.tick(now), now);
      }
      this.#writeDown();
      await this.#useDatabase();
    }
    this.#writeDown();
    await this.#withDatabase(() => this.#save());
  }

  /** Moves what was decided into the journal (W1). */
  #writeDown(): void {
    if (this.#pending.length === 0) return;
    const entries = this.#pending.splice(0);
    const journal = this.#journal;
    journal.unsaved.push(...entries);
    const incidents = new Map(
      entries.flatMap((entry) => (entry.kind === 'incident' ? [[entry.incident.incidentId, entry.incident]] : [])),
    );
    const known = new Set(journal.unsent.map(({ notification }) => notification.messageId));
    for (const entry of entries) {
      if (entry.kind !== 'notification' || known.has(entry.messageId)) continue;
      const incident = incidents.get(entry.incidentId);
      if (incident) journal.unsent.push({ notification: entry, incident, attempts: 0, nextAttemptAt: 0 });
    }
    const states = new Map(journal.states.map((entry) => [entry.target, entry]));
    for (const entry of entries) if (entry.kind === 'state') states.set(entry.target, entry);
    journal.states = [...states.values()];
    const old = journal.unsaved.filter(({ kind }) => kind === 'state').slice(0, -mostStateEntries);
    if (old.length > 0) journal.unsaved = journal.unsaved.filter((entry) => !old.includes(entry));
    this.#writeJournal();
  }

  #writeJournal(): void {
    this.#journal.incidents = [...this.monitor.openIncidents];
    this.figures.unsaved = this.#journal.unsaved.length;
    this.figures.unsent = this.#journal.unsent.filter(({ notification }) => notification.sentAt === null).length;
    try {
      writeJournal(this.#options.journalPath, this.#journal);
    } catch (error) {
      // On a full disk the database still remembers, and people are told all the same.
      this.#options.log.warn({ error: errorCodeOf(error) }, 'the journal of the monitor could not be written');
    }
  }

  async #useDatabase(): Promise<void> {
    await this.#withDatabase(async () => {
      await this.#save();
      const now = Date.now();
      if (now - this.#readAt < this.#times.read) return;
      await this.#read();
      this.#readAt = now;
    });
  }

  /**
   * Runs work on the database; that it is away is no error here. Work that has not ended is not begun again: of a
   * server that hangs nobody knows what it will still do.
   */
  async #withDatabase(work: () => Promise<void>): Promise<void> {
    try {
      this.#databaseWork ??= work().finally(() => (this.#databaseWork = undefined));
      await within(this.#times.databasePatience, this.#databaseWork);
      this.#setDatabaseUp(true);
    } catch (error) {
      this.#setDatabaseUp(false, error);
    }
  }

  #setDatabaseUp(up: boolean, error?: unknown): void {
    if (this.figures.databaseUp === up) return;
    this.figures.databaseUp = up;
    const fields = error === undefined ? {} : { error: databaseTroubleOf(error) ?? errorCodeOf(error) };
    this.#options.log.warn(fields, up ? 'the database is back' : 'the database is away: alarms are sent without it');
  }

  async #save(): Promise<void> {
    const { db, log } = this.#options;
    const { unsaved } = this.#journal;
    if (unsaved.length === 0) return;
    const entries = [...unsaved];
    try {
      await saveEntries(db, entries);
    } catch (error) {
      if (databaseTroubleOf(error)) throw error;
      // One that can never be stored must not keep the others from it.
      for (const group of groupsOf(entries)) {
        await saveEntries(db, group).catch((cause: unknown) => {
          if (databaseTroubleOf(cause)) throw cause;
          log.warn({ error: errorCodeOf(cause), kind: group[0]?.kind }, 'an entry of the monitor cannot be stored');
        });
      }
    }
    const saved = new Set(entries);
    this.#journal.unsaved = this.#journal.unsaved.filter((entry) => !saved.has(entry));
    this.figures.unsaved = this.#journal.unsaved.length;
  }

  /** Reads what people and other programs have done. */
  async #read(): Promise<void> {
    const { db, ownTargets } = this.#options;
    if (!this.#registered) {
      await registerOwnTargets(db, ownTargets);
      this.#registered = true;
    }
    const [recipients, silences, atRest] = await Promise.all([
      listAllRecipients(db),
      listSilencesToKeep(db),
      listServersAtRest(db),
    ]);
    Object.assign(this.#journal, { recipients, silences });
    this.monitor.setSilences(silences);
    this.#rest(atRest);
    this.#tellLate();
    if (Date.now() - this.#targetsAt >= this.#times.readTargets) await this.#readTargets();
    await this.#readIncidents();
    const settings = JSON.stringify([this.#journal.targets, recipients, silences, atRest]);
    if (settings !== this.#settings) this.#writeJournal();
    this.#settings = settings;
  }

  /** Tells of open incidents that nobody could be told of, because the database was away when they opened. */
  #tellLate(): void {
    for (const incident of this.monitor.openIncidents) {
      if (!this.#toldNobody.has(incident.incidentId)) continue;
      if (recipientsOf(this.#recipients(), incident, 'opened').length === 0) continue;
      this.#toldNobody.delete(incident.incidentId);
      this.#pending.push({ kind: 'incident', incident, detail: null });
      this.#notify(incident, 'opened', incident.toldAt ?? incident.openedAt);
    }
  }

  async #readTargets(): Promise<void> {
    const { db } = this.#options;
    await registerServerTargets(db);
    this.#useTargets(await listWatchedTargets(db));
    if (!this.#restored) {
      for (const { target, state, since, suppressedBy, detail } of await listStates(db)) {
        // What this process has found out itself is newer.
        if (this.monitor.findStanding(target)?.state.lastAt !== null) continue;
        const restored = { ...unknownState(since.getTime()), state, error: detail };
        this.monitor.restoreState(target, restored, suppressedBy);
      }
      this.#restored = true;
    }
    const checked = this.monitor.standings.flatMap(({ target, state }) =>
      state.lastAt === null ? [] : [{ target: target.targetId, checkedAt: state.lastAt }],
    );
    await touchStates(db, checked);
    await this.#forgetSent();
    await linkAffectedRequests(db);
    this.#targetsAt = Date.now();
  }

  async #readIncidents(): Promise<void> {
    const { db } = this.#options;
    const before = this.#decisions;
    const [open, closed, alarms] = await Promise.all([
      listOpenIncidents(db),
      listClosedUntold(db),
      listAlarmsToFollow(db),
    ]);
    if (this.#decisions !== before || this.#pending.length > 0 || this.#journal.unsaved.length > 0) return;
    this.monitor.adopt(open);
    const now = Date.now();
    for (const incident of closed) {
      this.#pending.push({ kind: 'incident', incident, detail: null });
      this.#notify(incident, 'closed', incident.closedAt ?? now);
    }
    for (const alarm of alarms) this.#decide(this.monitor.alarm(alarm, now), now);
  }

  // ---- telling ------------------------------------------------------------------------------------------------------

  async #deliver(): Promise<void> {
    while (!this.#stopped) {
      await sleep(this.#times.turn);
      try {
        if (this.figures.databaseUp && this.#journal.unsaved.length === 0) {
          this.#outboxWork ??= this.#deliverByDatabase().finally(() => (this.#outboxWork = undefined));
          await Promise.race([this.#outboxWork, sleep(this.#times.turn)]);
        } else {
          // What hangs is left alone.
          this.#outboxWork?.catch(() => undefined);
          await this.#deliverByJournal();
        }
      } catch (error) {
        // The other loop finds out whether the database is there.
        this.#options.log.warn({ error: databaseTroubleOf(error) ?? errorCodeOf(error) }, 'alarms wait to be sent');
      }
    }
  }

  async #deliverByDatabase(): Promise<void> {
    const { db } = this.#options;
    await this.#tellWhatWasSent();
    const one = async (): Promise<void> => {
      while (!this.#stopped && (await sendNext(db, (due) => this.#sendDue(due))));
    };
    this.#deliverNews();
    await Promise.all(Array.from({ length: senders }, one));
    await this.#deliverInquiryMails();
  }

  /** Beside the alarms: they wait for no news, however slow the mail server is. */
  #deliverNews(): void {
    const { db, sendNewsMail, log } = this.#options;
    if (!sendNewsMail || this.#newsWork) return;
    const send = async (mail: DueNewsMail): Promise<SendResult> => {
      const result = await sendNewsMail(mail);
      this.#count(result.kind);
      return result;
    };
    const pauseAfter = (attempts: number): number => this.#pauseAfter(attempts);
    this.#newsWork = sendNewsMails(db, { send, pauseAfter, stopped: () => this.#stopped })
      .catch((error: unknown) => {
        log.warn({ error: databaseTroubleOf(error) ?? errorCodeOf(error) }, 'news wait to be sent');
      })
      .finally(() => (this.#newsWork = undefined));
  }

  /** After the alarms: what is told of an inquiry can wait for them. */
  async #deliverInquiryMails(): Promise<void> {
    const { db, sendInquiryMail } = this.#options;
    if (!sendInquiryMail) return;
    const send = async (mail: DueMail): Promise<Attempt> => {
      const result = await sendInquiryMail(mail);
      this.#count(result.kind);
      return result.kind === 'failed' ? { ...result, againInMs: this.#pauseAfter(mail.attempts) } : result;
    };
    while (!this.#stopped && (await sendNextMail(db, send, Date.now())));
  }

  async #sendDue(due: Parameters<Parameters<typeof sendNext>[1]>[0]): Promise<Attempt> {
    const { transition, recipient, recipientKind, messageId, attempts, ...told } = due;
    const own = this.#journal.unsent.find(({ notification }) => notification.messageId === messageId);
    // This process has sent it already, and the database could not be told.
    if (own && own.notification.sentAt !== null) return { kind: 'sent' };
    if (this.#sending.has(messageId)) return { kind: 'failed', error: 'BEING_SENT', againInMs: 1_000 };
    const result = await this.#sendOnce({ told, transition, recipient, recipientKind, messageId });
    if (result.kind === 'sent' && own) own.notification.sentAt = Date.now();
    return result.kind === 'failed' ? { ...result, againInMs: this.#pauseAfter(attempts) } : result;
  }

  /** Tells people without the database (W3). */
  async #deliverByJournal(): Promise<void> {
    const now = Date.now();
    const due = this.#journal.unsent.filter(
      ({ notification, nextAttemptAt }) => notification.sentAt === null && nextAttemptAt <= now,
    );
    for (let from = 0; from < due.length; from += senders) {
      await Promise.all(due.slice(from, from + senders).map((each) => this.#sendOwn(each)));
      if (this.figures.databaseUp && this.#journal.unsaved.length === 0) return;
    }
  }

  async #sendOwn(unsent: Unsent): Promise<void> {
    const { notification, incident } = unsent;
    const { transition, recipient, recipientKind, messageId } = notification;
    const told: ToldIncident = { incident, number: null, name: this.#nameOf(incident) };
    if (this.#sending.has(messageId)) return;
    const result = await this.#sendOnce({ told, transition, recipient, recipientKind, messageId });
    if (result.kind === 'sent') notification.sentAt = Date.now();
    else {
      unsent.nextAttemptAt = Date.now() + this.#pauseAfter(result.kind === 'refused' ? 30 : unsent.attempts);
      unsent.attempts += 1;
    }
    this.#writeJournal();
  }

  async #sendOnce(message: Message): Promise<SendResult> {
    this.#sending.add(message.messageId);
    try {
      const result = await this.#options.send(message);
      this.#count(result.kind);
      return result;
    } finally {
      this.#sending.delete(message.messageId);
    }
  }

  async #tellWhatWasSent(): Promise<void> {
    const { unsent } = this.#journal;
    const sent = unsent.flatMap(({ notification: { messageId, sentAt } }) =>
      sentAt === null ? [] : [{ messageId, sentAt }],
    );
    if (sent.length === 0) return;
    await markSent(this.#options.db, sent);
    const told = new Set(sent.map(({ messageId }) => messageId));
    this.#journal.unsent = this.#journal.unsent.filter(({ notification }) => !told.has(notification.messageId));
  }

  /** Drops from the journal what the outbox has sent, or has given up. */
  async #forgetSent(): Promise<void> {
    const { unsent, unsaved } = this.#journal;
    if (unsent.length === 0 || unsaved.length > 0) return;
    const asked = new Set(unsent.map(({ notification }) => notification.messageId));
    const left = await listUnsent(this.#options.db, [...asked]);
    this.#journal.unsent = this.#journal.unsent.filter(
      ({ notification: { messageId, sentAt } }) => !asked.has(messageId) || left.has(messageId) || sentAt !== null,
    );
  }

  #nameOf({ targetId, cause }: Incident): { ja: string; en: string } {
    const target = this.#journal.targets.find((each) => each.target === targetId);
    return target ? { ja: target.name, en: target.nameEn } : { ja: cause, en: cause };
  }

  #pauseAfter(attempts: number): number {
    const { retry, longestRetry } = this.#times;
    return Math.min(longestRetry, retry * 2 ** Math.min(attempts, 20)) * (0.8 + Math.random() * 0.4);
  }

  #count(kind: Attempt['kind']): void {
    if (kind === 'sent') this.figures.sent += 1;
    else if (kind === 'failed') this.figures.failedAttempts += 1;
    else this.figures.refused += 1;
  }
}

/** An entry of an incident and its notifications belong together; states stand for themselves. */
function groupsOf(entries: readonly Entry[]): Entry[][] {
  const groups: Entry[][] = [];
  const incidents = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.kind === 'incident') incidents.set(entry.incident.incidentId, entry);
    const own = entry.kind === 'notification' ? incidents.get(entry.incidentId) : undefined;
    groups.push(own ? [own, entry] : [entry]);
  }
  return groups;
}

function stateOf({ state, since, detail }: StateEntry): TargetState {
  return { ...unknownState(since), state, error: detail };
}

function storedOf(target: NewTarget): StoredTarget {
  return {
    parent: null,
    intervalSeconds: 10,
    failAfter: 2,
    okAfter: 2,
    severity: 'critical',
    watched: true,
    ...target,
  };
}

function watchedOf({ target, organisation, parent, severity, failAfter, okAfter }: StoredTarget): WatchedTarget {
  return { targetId: target, organisation, parentId: parent, severity, failAfter, okAfter };
}

/** Rejects after a time, whatever becomes of the work: a server that hangs answers nothing, not even its own limits. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
