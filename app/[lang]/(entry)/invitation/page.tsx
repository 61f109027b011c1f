import { InvitationEntry } from '@/components/entry/invitation-entry';

export default function InvitationPage() {
  return <InvitationEntry />;
}
