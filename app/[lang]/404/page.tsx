import { NotFoundPage } from '@/components/shell/not-found-page';

/** Exported as <lang>/404.html: what the server answers where there is no page. */
export default function Page() {
  return <NotFoundPage />;
}
