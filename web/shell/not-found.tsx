import { Link } from '@tanstack/react-router';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';

export function NotFoundPage() {
  const t = useWords();
  return (
    <>
      <PageHeading title={t('notFound.title')} />
      <p>{t('notFound.text')}</p>
      <p>
        <Link to="/" className="inline-flex min-h-11 items-center text-key-900 underline">
          {t('app.back')}
        </Link>
      </p>
    </>
  );
}
