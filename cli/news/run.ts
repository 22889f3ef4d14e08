/** `fugo news`: what the signed-in member of staff is told, and how. */
import { News, NewsChoices } from '../../contracts/api/news.ts';
import { tokyoTimeOf } from '../../domain/calendar/civil-date.ts';
import { newsKinds, summaryFigures, type NewsKind } from '../../domain/news.ts';
import { newsWords, summaryWords } from '../../domain/news-words.ts';
import type { ApiClient } from '../client/api-client.ts';
import { showPages } from '../client/pages.ts';
import { bodyOf, findSignedIn, getApiUrl } from '../client/session.ts';
import { staffCaller } from '../client/staff-identity.ts';
import { note, printJson, printLines, say, usageError, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { titledLines } from '../terminal/sections.ts';

export interface NewsListOptions {
  seen?: boolean;
  json?: boolean;
  limit: number;
}

type Caller = Pick<ApiClient, 'call' | 'callText'>;

const path = '/v1/news';

export async function runNewsList(context: Context, { seen, json, limit }: NewsListOptions): Promise<ExitCode> {
  const api = findCaller(context);
  if (!api) return exitCodes.noRights;
  let newest = 0;
  const { isCut } = await showPages<News['news'][number], number>(
    context,
    {
      json: json ?? false,
      most: limit,
      head: (['at', 'what', 'subject', 'state'] as const).map((title) => say(context, `news.${title}`)),
      row: (item) => [
        tokyoTimeOf(item.at),
        newsWords[item.kind][context.language],
        item.figures === null ? item.subject : figuresOf(context, item.figures),
        say(context, `news.state.${item.over ? 'over' : item.seen ? 'seen' : 'unseen'}`),
      ],
      value: (item) => item,
      none: say(context, 'news.none'),
    },
    async (before, most) => {
      const query = { before, limit: Math.min(most, 100) };
      const page = bodyOf(context, await api.call({ path, query, answer: News }));
      newest = Math.max(newest, ...page.news.map(({ newsId }) => newsId));
      return { items: page.news, next: page.next };
    },
  );
  if (isCut) note(context, say(context, 'list.more'));
  if (seen && newest > 0) {
    bodyOf(context, await api.callText({ method: 'POST', path: `${path}/seen`, body: { upTo: newest } }));
  }
  return exitCodes.ok;
}

function figuresOf({ language }: Context, figures: NonNullable<News['news'][number]['figures']>): string {
  return summaryFigures
    .flatMap((figure) => {
      const count = figures[figure];
      return count === undefined ? [] : [`${summaryWords[figure][language]} ${String(count)}`];
    })
    .join(', ');
}

export interface NewsChooseOptions {
  mail?: string;
  browser?: string;
  digest?: string;
  summaryAt?: string;
  json?: boolean;
}

/** Without any option it shows what is chosen. */
export async function runNewsChoose(context: Context, options: NewsChooseOptions): Promise<ExitCode> {
  const api = findCaller(context);
  if (!api) return exitCodes.noRights;
  const where = `${path}/choices`;
  const before = bodyOf(context, await api.call({ path: where, answer: NewsChoices }));
  const { mail, browser, digest, summaryAt } = options;
  const wanted = {
    mail: mail === undefined ? before.mail : readKinds(context, '--mail', mail),
    browser: browser === undefined ? before.browser : readKinds(context, '--browser', browser),
    digestMinutes: digest === undefined ? before.digestMinutes : Number(digest),
    summaryAt: summaryAt ?? before.summaryAt,
  };
  const isAsked = [mail, browser, digest, summaryAt].some((each) => each !== undefined);
  const choices = isAsked
    ? bodyOf(context, await api.call({ method: 'PUT', path: where, body: wanted, answer: NewsChoices }))
    : before;
  if (options.json) printJson(context, choices);
  else {
    const names = (kinds: readonly NewsKind[]): string =>
      kinds.map((kind) => newsWords[kind][context.language]).join(', ') || say(context, 'none');
    printLines(
      context,
      titledLines([
        [say(context, 'news.mail'), names(choices.mail)],
        [say(context, 'news.browser'), names(choices.browser)],
        [say(context, 'news.digest'), String(choices.digestMinutes)],
        [say(context, 'news.summaryAt'), choices.summaryAt],
      ]),
    );
  }
  return exitCodes.ok;
}

function readKinds(context: Context, option: string, text: string): NewsKind[] {
  const named = text === 'none' ? [] : text.split(',').map((each) => each.trim());
  const kinds = newsKinds.filter((kind) => named.includes(kind));
  if (kinds.length !== new Set(named).size) throw usageError(context, option, `${newsKinds.join(', ')}, none`);
  return kinds;
}

/** News are a person's, so an operator has none. */
function findCaller(context: Context): Caller | undefined {
  const signedIn = findSignedIn(context, getApiUrl(context));
  if (signedIn) return staffCaller(context, signedIn);
  note(context, say(context, 'signIn.notIn'));
  return undefined;
}
