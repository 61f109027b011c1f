import { JoinPage } from '@/components/call/join-page';

export default function CallPage() {
  return <JoinPage />;
}
