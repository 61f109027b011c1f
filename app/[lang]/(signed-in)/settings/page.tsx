import { Settings } from '@/components/settings/settings';
import { titled } from '@/components/i18n/titled';

export const generateMetadata = titled((messages) => messages.settings.title);

export default function SettingsPage() {
  return <Settings />;
}
