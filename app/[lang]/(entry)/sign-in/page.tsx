import { SignInForm } from '@/components/entry/sign-in-form';

export default function SignInPage() {
  return <SignInForm />;
}
