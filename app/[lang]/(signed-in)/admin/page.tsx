import { Admin } from '@/components/admin/admin';

export default function AdminPage() {
  return <Admin />;
}
