export { EXIT, report, say, whisper } from './output.js';
