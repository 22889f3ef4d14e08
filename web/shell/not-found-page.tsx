import { Link } from '@tanstack/react-router';
import { PageHeading } from '../components/page.tsx';
import { useWords } from '../components/preferences.tsx';
import { linkClass } from '../components/link.ts';

export function NotFoundPage() {
  const t = useWords();
  return (
    <>
      <PageHeading title={t('notFound.title')} />
      <p>{t('notFound.text')}</p>
      <p>
        <Link to="/" className={linkClass}>
          {t('app.back')}
        </Link>
      </p>
    </>
  );
}
