export default function P() {
  return <h1>admin</h1>;
}
