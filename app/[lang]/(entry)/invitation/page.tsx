import { InvitationEntry } from '@/components/entry/invitation-entry';
import { titled } from '@/components/i18n/titled';

export const generateMetadata = titled((messages) => messages.entry.invitation.title);

export default function InvitationPage() {
  return <InvitationEntry />;
}
