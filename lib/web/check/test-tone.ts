/** The tone's notes, Hz, each a third of a second. */
const notes = [523.25, 659.25, 783.99];

/** Plays three notes on a speaker (null: the system's) and waits for their end; inside a tap. */
export async function playTone(speaker: string | null): Promise<void> {
  const context = new AudioContext();
  try {
    const destination = context.createMediaStreamDestination();
    const begun = context.currentTime + 0.05;
    notes.forEach((frequency, index) => {
      playNote(context, destination, frequency, begun + index / 3);
    });
    // Only an element can be sent to a chosen speaker everywhere that has the choice.
    const element = new Audio();
    element.srcObject = destination.stream;
    if (speaker !== null && 'setSinkId' in element) {
      await element.setSinkId(speaker).catch(() => undefined);
    }
    await element.play().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, (notes.length / 3) * 1_000 + 300));
    element.srcObject = null;
  } finally {
    await context.close();
  }
}

function playNote(
  context: AudioContext,
  destination: AudioNode,
  frequency: number,
  at: number,
): void {
  const note = context.createOscillator();
  const loudness = context.createGain();
  note.frequency.value = frequency;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.3, at + 0.03);
  loudness.gain.linearRampToValueAtTime(0, at + 0.32);
  note.connect(loudness).connect(destination);
  note.start(at);
  note.stop(at + 0.33);
}
