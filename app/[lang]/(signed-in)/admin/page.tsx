import { Admin } from '@/components/admin/admin';
import { titled } from '@/components/i18n/titled';

export const generateMetadata = titled((messages) => messages.admin.title);

export default function AdminPage() {
  return <Admin />;
}
