export default function Home() {
  return <main>ChittySync</main>;
}
