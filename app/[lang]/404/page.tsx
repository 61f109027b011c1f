import { NotFoundPage } from '@/components/shell/not-found-page';
import { titled } from '@/components/i18n/titled';

export const generateMetadata = titled((messages) => messages.common.notFoundTitle);

/** Exported as <lang>/404.html: what the server answers where there is no page. */
export default function Page() {
  return <NotFoundPage />;
}
