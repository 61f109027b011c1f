import { JoinPage } from '@/components/call/join-page';
import { titled } from '@/components/i18n/titled';
import { LinkGate } from '@/components/links/link-gate';
import { BeforeMeeting } from '@/components/shell/before-meeting';

export const generateMetadata = titled(
  (messages) => messages.call.join.title,
  (messages) => messages.links.preview.call,
);

export default function CallPage() {
  return (
    <LinkGate>
      <BeforeMeeting />
      <JoinPage />
    </LinkGate>
  );
}
