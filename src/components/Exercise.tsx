/**
 * The exercise on the three distinctions. Without a script it is a list of scenes whose answers unfold; with one the
 * reader chooses first. It compares a choice with the editors' and never gives a mark.
 */
import { type FormEvent, useEffect, useRef, useState } from 'react';

/** A scene with the editors' judgement of it. */
export interface ExerciseScene {
  readonly id: string;
  readonly scene: string;
  readonly which: string;
  readonly side: string;
  readonly why: string;
  /** The clause that decides the scene. */
  readonly citation: {
    readonly href: string;
    readonly text: string;
    readonly parts: readonly [head: string, tail: string];
    readonly status: string;
  };
  /** Its exact words. */
  readonly words: string;
}

/** One of the three distinctions. */
export interface Distinction {
  readonly id: string;
  readonly label: string;
}

interface Props {
  readonly scenes: readonly ExerciseScene[];
  readonly distinctions: readonly Distinction[];
}

interface Answer {
  readonly which: string;
  readonly side: string;
}

const SIDES = ['失误错误的一侧', '违纪违法的一侧', '存疑'];

/** The scenes, as a list before the script runs and as an exercise after. */
export default function Exercise({ scenes, distinctions }: Props) {
  // The server and the first drawing in the browser must agree, so the choice appears only after that.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return ready ? (
    <Practice scenes={scenes} distinctions={distinctions} />
  ) : (
    <SceneList scenes={scenes} distinctions={distinctions} />
  );
}

function SceneList({ scenes, distinctions }: Props) {
  return (
    <ol className="scene-list">
      {scenes.map((scene) => (
        <li key={scene.id}>
          <p>{scene.scene}</p>
          <details>
            <summary>看判断和理由</summary>
            <Explanation scene={scene} distinctions={distinctions} />
          </details>
        </li>
      ))}
    </ol>
  );
}

function Practice({ scenes, distinctions }: Props) {
  const [index, setIndex] = useState(0);
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({});
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  // After a step the reader goes on from the new scene, also by keyboard and by ear; not when the page opens.
  useEffect(() => {
    if (moved.current) heading.current?.focus();
  }, [index]);
  const go = (to: number) => {
    moved.current = true;
    setIndex(to);
  };

  const scene = scenes[index];
  if (!scene) {
    return (
      <Review
        scenes={scenes}
        distinctions={distinctions}
        answers={answers}
        heading={heading}
        onReturn={go}
        onRestart={() => {
          setAnswers({});
          go(0);
        }}
      />
    );
  }
  return (
    <div className="exercise">
      <h3 ref={heading} tabIndex={-1}>
        场景{index + 1}
        <span className="exercise-progress">共{scenes.length}个</span>
      </h3>
      <p className="exercise-scene">{scene.scene}</p>
      <Question
        key={scene.id}
        scene={scene}
        distinctions={distinctions}
        answer={answers[scene.id]}
        onAnswer={(answer) => setAnswers({ ...answers, [scene.id]: answer })}
      />
      <div className="exercise-steps">
        {index > 0 && (
          <button type="button" className="button button-quiet" onClick={() => go(index - 1)}>
            上一个
          </button>
        )}
        <button type="button" className="button button-quiet" onClick={() => go(index + 1)}>
          {index + 1 < scenes.length ? '下一个' : '看小结'}
        </button>
      </div>
    </div>
  );
}

interface QuestionProps {
  readonly scene: ExerciseScene;
  readonly distinctions: readonly Distinction[];
  readonly answer: Answer | undefined;
  readonly onAnswer: (answer: Answer) => void;
}

function Question({ scene, distinctions, answer, onAnswer }: QuestionProps) {
  const [which, setWhich] = useState(answer?.which ?? '');
  const [side, setSide] = useState(answer?.side ?? '');
  const [incomplete, setIncomplete] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIncomplete(which === '' || side === '');
    if (which !== '' && side !== '') onAnswer({ which, side });
  };
  return (
    <form onSubmit={submit}>
      <Choice
        legend="属于哪一个区分？"
        name={`which-${scene.id}`}
        options={distinctions.map(({ id, label }) => [id, label])}
        chosen={which}
        onChoose={setWhich}
      />
      <Choice
        legend="属于哪一侧？材料不足以判断的，选“存疑”。"
        name={`side-${scene.id}`}
        options={SIDES.map((word) => [word, word])}
        chosen={side}
        onChoose={setSide}
      />
      <button type="submit" className="button">
        对照判断
      </button>
      <div className="exercise-answer" aria-live="polite">
        {incomplete && !answer && <p className="exercise-incomplete">请先选定属于哪一个区分、哪一侧。</p>}
        {answer && (
          <>
            <p className="exercise-compare">
              您选的是：{labelOf(answer.which, distinctions)}，{answer.side}。{compare(answer, scene)}
            </p>
            <Explanation scene={scene} distinctions={distinctions} />
          </>
        )}
      </div>
    </form>
  );
}

interface ChoiceProps {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
}

function Choice({ legend, name, options, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {options.map(([value, label]) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={chosen === value}
            onChange={() => onChoose(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Explanation({
  scene,
  distinctions,
}: {
  scene: ExerciseScene;
  distinctions: readonly Distinction[];
}) {
  return (
    <div className="explanation">
      <p>
        <strong>
          {labelOf(scene.which, distinctions)}；{scene.side}。
        </strong>
        {scene.why}
      </p>
      <p className="explanation-clause">
        <q>{scene.words}</q>
        <a className="citation tie" href={scene.citation.href}>
          <span className="free">{scene.citation.parts[0]}</span>
          {scene.citation.parts[1]}
          <span className="citation-status">{scene.citation.status}</span>
        </a>
      </p>
    </div>
  );
}

interface ReviewProps extends Props {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly heading: React.RefObject<HTMLHeadingElement | null>;
  readonly onReturn: (index: number) => void;
  readonly onRestart: () => void;
}

function Review({ scenes, distinctions, answers, heading, onReturn, onRestart }: ReviewProps) {
  return (
    <div className="exercise">
      <h3 ref={heading} tabIndex={-1}>
        小结
      </h3>
      <p>
        这里不计分。与本站判断不同的，可以回到该场景，看依据的条款说的是什么；实际案件由有管理权限的机关依程序判断。
      </p>
      <ol className="exercise-review">
        {scenes.map((scene, index) => {
          const answer = answers[scene.id];
          return (
            <li key={scene.id}>
              <p>{scene.scene}</p>
              <p className="exercise-compare">
                {answer
                  ? `您选的是：${labelOf(answer.which, distinctions)}，${answer.side}。${compare(answer, scene)}`
                  : '没有作答。'}
                本站判断：{labelOf(scene.which, distinctions)}，{scene.side}。
              </p>
              <button type="button" className="button button-quiet" onClick={() => onReturn(index)}>
                回到场景{index + 1}
              </button>
            </li>
          );
        })}
      </ol>
      <button type="button" className="button" onClick={onRestart}>
        重新练习
      </button>
    </div>
  );
}

function labelOf(id: string, distinctions: readonly Distinction[]): string {
  return distinctions.find((distinction) => distinction.id === id)?.label ?? id;
}

/** In words, not in marks: where the choice and the editors' view part. */
function compare(answer: Answer, scene: ExerciseScene): string {
  const which = answer.which === scene.which;
  const side = answer.side === scene.side;
  if (which && side) return '与本站的判断一致。';
  if (which) return '区分一致，归侧与本站的判断不同。';
  if (side) return '归侧一致，区分与本站的判断不同。';
  return '与本站的判断不同。';
}
