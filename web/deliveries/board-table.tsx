import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DeliveryBoard } from '../../contracts/api/deliveries.ts';
import { reaches } from '../../domain/rights.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Checkbox } from '../components/fields.tsx';
import { linkClass } from '../components/link.ts';
import { useFormats, usePreferences, useWords } from '../components/preferences.tsx';
import { DataTable, More } from '../components/table.tsx';
import { usePlace } from '../shell/place.tsx';
import { useSession } from '../shell/session.tsx';
import type { BackOf } from './back-dialog.tsx';
import { DeliveryLabel, OlderLabel } from './labels.tsx';
import { inOrderOfTrouble, isOlder } from './standing.ts';
import { errorText, useAge, useNameOf } from './words.ts';

type Target = DeliveryBoard['targets'][number];
type File = DeliveryBoard['files'][number];

/** So many organisations are shown at first, and so many more each time. */
const pageOf = 100;

/** A row for each organisation, a column for each file. */
export function BoardTable({
  board: { files, targets },
  onBack,
}: {
  board: DeliveryBoard;
  onBack: (of: BackOf) => void;
}) {
  const t = useWords();
  const age = useAge();
  const nameOf = useNameOf();
  const { organisation } = usePlace();
  const { organisations: own } = useSession();
  const [onlyOlder, setOnlyOlder] = useState(false);
  const [most, setMost] = useState(pageOf);
  const found = inOrderOfTrouble(targets, files).filter((target) => !onlyOlder || isOlder(target, files));
  const shown = found.slice(0, most);
  const mayWork = (target: string): boolean =>
    own.some(
      (each) => each.rights.includes('deliveries:work') && reaches('deliveries:work', each.organisation, target),
    );
  if (targets.length > 0 && files.length === 0) return <p>{t('deliveries.board.noFiles')}</p>;
  return (
    <Card
      title={t('deliveries.board.list')}
      aside={
        targets.length > 1 && (
          <Checkbox
            label={t('deliveries.board.onlyOlder')}
            checked={onlyOlder}
            onChange={({ target }) => {
              setOnlyOlder(target.checked);
              setMost(pageOf);
            }}
          />
        )
      }
    >
      <DataTable
        caption={t('deliveries.board.list')}
        rows={shown}
        rowKey={(target) => target.organisation}
        empty={t(targets.length === 0 ? 'deliveries.board.none' : 'deliveries.board.noneOlder')}
        columns={[
          {
            key: 'organisation',
            title: t('deliveries.board.organisation'),
            heading: true,
            cell: (target) => (
              <>
                {target.organisation === organisation ? (
                  nameOf(target)
                ) : (
                  <Link
                    to="/organisations/$organisation/deliveries"
                    params={{ organisation: target.organisation }}
                    className={`${linkClass} -my-2`}
                  >
                    {nameOf(target)}
                  </Link>
                )}
                <span className="block text-sm font-normal whitespace-nowrap text-solid-gray-800">
                  {target.organisation}
                  {target.groups.length > 0 && ` ${target.groups.join(' ')}`}
                </span>
              </>
            ),
          },
          ...files.map((file) => ({
            key: file.name,
            title: <FileTitle file={file} />,
            cell: (target: Target) => (
              <FileCell file={file} target={target} {...(mayWork(target.organisation) && { onBack })} />
            ),
          })),
          {
            key: 'seen',
            title: t('deliveries.board.seen'),
            cell: ({ seenAt }) => (
              <span className="whitespace-nowrap">{seenAt === null ? t('deliveries.board.never') : age(seenAt)}</span>
            ),
          },
        ]}
      />
      {found.length > most && <More busy={false} onMore={() => setMost(most + pageOf)} />}
    </Card>
  );
}

function FileTitle({ file: { name, kind, latest } }: { file: File }) {
  const t = useWords();
  return (
    <>
      {t(`deliveries.kind.${kind}`)}
      <span className="block font-mono font-normal">{name}</span>
      <span className="block font-normal">
        {latest === null ? t('deliveries.board.withdrawn') : t('deliveries.board.latest', { version: latest })}
      </span>
    </>
  );
}

/** What an organisation has of a file, what comes to it, and the way back. */
function FileCell({ file, target, onBack }: { file: File; target: Target; onBack?: (of: BackOf) => void }) {
  const t = useWords();
  const age = useAge();
  const formats = useFormats();
  const nameOf = useNameOf();
  const { language } = usePreferences();
  const holding = target.holdings[file.name];
  const coming = target.open.filter(({ name }) => name === file.name);
  const { previous = null, version = 0 } = holding ?? {};
  return (
    <div className="grid min-w-40 justify-items-start gap-1">
      {holding ? (
        <>
          <p>
            <span className="font-bold whitespace-nowrap">{t('deliveries.version', { version })}</span>{' '}
            {file.latest !== null && version < file.latest && <OlderLabel />}
          </p>
          <p className="text-sm text-solid-gray-800" title={formats.moment(holding.appliedAt)}>
            {age(holding.appliedAt)}
            {previous !== null && ` / ${t('deliveries.board.previous', { version: previous })}`}
          </p>
        </>
      ) : (
        <p className="text-solid-gray-800">{t('deliveries.board.nothing')}</p>
      )}
      {coming.map(({ rollout, state, bytes, lengthBytes, error, version: next }) => (
        <div key={rollout} className="grid justify-items-start gap-1 text-sm">
          <p className="flex flex-wrap items-center gap-x-2">
            {t('deliveries.version', { version: next })}
            <DeliveryLabel state={state} />
            {state === 'downloading' && formats.share(bytes / Math.max(1, lengthBytes))}
          </p>
          {error !== null && <p className="text-error-2">{errorText(error, language)}</p>}
        </div>
      ))}
      {onBack && previous !== null && (
        <Button
          look="secondary"
          size="small"
          aria-label={t('deliveries.back.of', { name: nameOf(target), file: file.name })}
          onClick={() => {
            const { organisation } = target;
            onBack({ organisation, organisationName: nameOf(target), file: file.name, from: version, to: previous });
          }}
        >
          {t('deliveries.back')}
        </Button>
      )}
    </div>
  );
}
