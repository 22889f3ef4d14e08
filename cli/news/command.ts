import type { Command } from 'commander';
import { limitOption } from '../client/identity-options.ts';
import type { Builder } from '../terminal/builder.ts';
import type { NewsChooseOptions, NewsListOptions } from './run.ts';

export function addNewsCommands(builder: Builder, program: Command): void {
  const { context, command, option, action } = builder;
  const news = command(program, 'news', 'command.news');
  command(news, 'list', 'command.news.list')
    .addOption(option('--seen', 'option.news.seen'))
    .addOption(option('--json', 'option.json'))
    .addOption(limitOption(builder, 50))
    .action(
      action(async (options: NewsListOptions) => {
        const { runNewsList } = await import('./run.ts');
        return runNewsList(context, options);
      }),
    );
  command(news, 'choose', 'command.news.choose')
    .addOption(option('--mail <KINDS>', 'option.news.mail'))
    .addOption(option('--browser <KINDS>', 'option.news.browser'))
    .addOption(option('--digest <MINUTES>', 'option.news.digest'))
    .addOption(option('--summary-at <TIME>', 'option.news.summaryAt'))
    .addOption(option('--json', 'option.json'))
    .action(
      action(async (options: NewsChooseOptions) => {
        const { runNewsChoose } = await import('./run.ts');
        return runNewsChoose(context, options);
      }),
    );
}
