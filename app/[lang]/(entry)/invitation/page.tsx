import { InvitationEntry } from '@/components/entry/invitation-entry';
import { titled } from '@/components/i18n/titled';
import { LinkGate } from '@/components/links/link-gate';

export const generateMetadata = titled(
  (messages) => messages.entry.invitation.title,
  (messages) => messages.links.preview.invitation,
);

export default function InvitationPage() {
  return (
    <LinkGate>
      <InvitationEntry />
    </LinkGate>
  );
}
