package dev.cyanotype.llm;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;

/// A provider's answer, measured as it passes: [LlmEvent.Measured] comes in place of
/// [LlmEvent.Finished], and an answer that was cut off is a failure.
final class MeasuredAnswer extends AbstractMultiOperator<LlmEvent, LlmEvent> {

  private final Operation operation;

  /// @param events subscribed to once
  MeasuredAnswer(Multi<LlmEvent> events, Operation operation) {
    super(events);
    this.operation = operation;
  }

  @Override
  public void subscribe(MultiSubscriber<? super LlmEvent> downstream) {
    upstream().subscribe().withSubscriber(new Measuring(downstream, operation));
  }

  private static final class Measuring extends MultiOperatorProcessor<LlmEvent, LlmEvent> {

    private final Operation operation;
    private LlmException cutOff;

    Measuring(MultiSubscriber<? super LlmEvent> downstream, Operation operation) {
      super(downstream);
      this.operation = operation;
    }

    @Override
    public void onItem(LlmEvent event) {
      switch (event) {
        case LlmEvent.Text text -> {
          operation.generated(text.text());
          downstream.onItem(text);
        }
        case LlmEvent.Finished end -> finish(end);
        case LlmEvent.Fallback _, LlmEvent.Measured _ -> downstream.onItem(event);
      }
    }

    private void finish(LlmEvent.Finished end) {
      AnswerUsage usage = operation.finished(end);
      if (end.isWhole()) {
        downstream.onItem(new LlmEvent.Measured(usage));
      } else {
        cutOff =
            new LlmException(
                    LlmException.Kind.BROKEN,
                    "The model was cut off: finish_reason is " + end.reason() + ".")
                .after(usage);
      }
    }

    @Override
    public void onCompletion() {
      if (cutOff == null) {
        super.onCompletion();
      } else {
        super.onFailure(cutOff);
      }
    }

    @Override
    public void onFailure(Throwable failure) {
      super.onFailure(operation.failed(failure));
    }

    @Override
    public void cancel() {
      if (!isDone()) {
        operation.cancelled();
      }
      super.cancel();
    }
  }
}
