import { DeviceCheck } from '@/components/check/device-check';
import { titled } from '@/components/i18n/titled';

export const generateMetadata = titled((messages) => messages.check.title);

export default function CheckPage() {
  return <DeviceCheck />;
}
