import { KeyHint } from '../../../keys/key-hint.js';
import { useFormats } from '../../../words/formats.js';
import { useWords } from '../../../words/language.js';
import { replayWords } from '../../../words/replay.js';

interface TimeSliderProps {
  readonly moments: readonly string[];
  readonly step: number;
  readonly go: (to: number) => void;
}

/** The time of a case: every moment at which something was recorded is a step. The arrow keys move it, as j and k do anywhere. */
export const TimeSlider = ({ moments, step, go }: TimeSliderProps) => {
  const words = useWords(replayWords);
  const { moment, number } = useFormats();
  const at = moments[step] ?? '';
  const last = moments.length - 1;
  return (
    <section className="time-slider not-on-paper" aria-label={words.slider}>
      <div className="slider-line">
        <button type="button" className="button small" disabled={step === 0} onClick={() => go(step - 1)}>
          ← <KeyHint id="replay-earlier" keys="k" />
          <span className="unseen">{words.earlier}</span>
        </button>
        <input
          type="range"
          aria-label={words.slider}
          aria-valuetext={moment(at)}
          min={0}
          max={last}
          value={step}
          onChange={({ target }) => go(Number(target.value))}
        />
        <button type="button" className="button small" disabled={step === last} onClick={() => go(step + 1)}>
          → <KeyHint id="replay-later" keys="j" />
          <span className="unseen">{words.later}</span>
        </button>
      </div>
      <p className="slider-at">
        <strong className="figure">{moment(at)}</strong>
        <span className="soft">{words.step(number(step + 1), number(moments.length))}</span>
      </p>
    </section>
  );
};
