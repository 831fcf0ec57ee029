import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 60_000 });
// jsdom has no canvas, and says so loudly: charts are shown as tables.
HTMLCanvasElement.prototype.getContext = () => null;
