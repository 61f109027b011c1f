import { DeviceCheck } from '@/components/check/device-check';

export default function CheckPage() {
  return <DeviceCheck />;
}
