import { JoinPage } from '@/components/call/join-page';
import { titled } from '@/components/i18n/titled';

export const generateMetadata = titled((messages) => messages.call.join.title);

export default function CallPage() {
  return <JoinPage />;
}
