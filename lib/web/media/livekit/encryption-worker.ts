// LiveKit's own worker: it encrypts each frame before it leaves, and decrypts it before it is shown.
import 'livekit-client/e2ee-worker';
