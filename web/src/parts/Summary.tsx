// The end of a session: thanks, the score, and one button to go on.

import { useWords } from "../i18n";
import type { Robot, View } from "../model";
import { Drawing } from "../nao/Drawing";
import { Answers } from "./Answers";
import { Banner } from "./Banners";

interface Props {
  robot: Robot;
  view: View;
  onGo: () => void;
}

export function Summary({ robot, view, onGo }: Props) {
  const words = useWords();
  const titles: Record<string, string> = {
    completed: words.summary.completed,
    stopped: words.summary.stopped,
    fell: words.summary.fell,
    flat_battery: words.summary.flat_battery,
    too_hot: words.summary.too_hot,
  };
  return (
    <main class="summary" data-testid="summary" data-ended={view.ended ?? ""}>
      <section class="summary-main">
        <Drawing robot={robot.id} state={view.state} />
        <h1>{titles[view.ended ?? ""] ?? words.summary.over}</h1>
        {view.ended === "fell" ? (
          <Banner tone="alarm">{words.summary.fell_help}</Banner>
        ) : (
          <p class="thanks">{words.summary.thanks(view.participant || words.guest)}</p>
        )}
        {view.alert && view.ended !== "fell" && (
          <Banner tone="alarm" id="alert">
            <span lang={view.language}>{view.alert}</span>
          </Banner>
        )}
        {view.of > 0 && (
          <p class="final">
            <b data-testid="score">{words.points(view.score, view.of)}</b>
            <span>{words.summary.points}</span>
          </p>
        )}
        <button class="go" data-testid="go-on" onClick={onGo}>
          {words.summary.go}
        </button>
      </section>
      {view.answers.length > 0 && <Answers robot={robot.id} view={view} />}
    </main>
  );
}
