package dev.cyanotype.cli;

import dev.cyanotype.cli.Console.Mark;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Follows one answer to its end, whichever that is.
final class AnswerReading {

  enum Ending {
    COMPLETE(0),
    FAILED(CyanotypeCommand.FAILED),
    INTERRUPTED(CyanotypeCommand.INTERRUPTED);

    private final int exitCode;

    Ending(int exitCode) {
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  private final Console console;
  private final Consumer<Received.Event> shown;
  private final Measurement measurement = new Measurement();
  private Optional<Ending> ending = Optional.empty();

  /// @param shown given what the answer is made of; how it goes is told here
  AnswerReading(Console console, Consumer<Received.Event> shown) {
    this.console = console;
    this.shown = shown;
  }

  Measurement measurement() {
    return measurement;
  }

  /// Ctrl+C ends it with [Ending#INTERRUPTED].
  Ending follow(Supplier<AnswerStream> question) {
    AnswerStream stream = question.get();
    try (CtrlC _ = CtrlC.does(stream::stop)) {
      return follow(stream);
    } catch (StoppedException _) {
      return Ending.INTERRUPTED;
    } catch (ClientException e) {
      console.error(e.getMessage());
      return Ending.FAILED;
    } finally {
      measurement.end();
      stream.stop();
    }
  }

  private Ending follow(AnswerStream stream) {
    while (ending.isEmpty()) {
      Received received =
          stream
              .next()
              .orElseThrow(
                  () ->
                      new ClientException(
                          "The connection was closed before the end of the answer."));
      switch (received) {
        case Received.Event event -> take(event);
        case Received.Malformed(String reason) -> console.error(reason);
      }
    }
    return ending.get();
  }

  private void take(Received.Event event) {
    switch (event.type()) {
      case "text" -> measurement.piece();
      case "usage" -> measurement.usage(event.data());
      case "warning" -> console.note(Mark.WARNING, "Warning: " + event.text());
      case "error" -> console.error(event.text());
      case "done" -> ending = Optional.of(ending(event.text()));
      default -> {} // of later versions too
    }
    shown.accept(event);
  }

  private Ending ending(String outcome) {
    return switch (outcome) {
      case "error" -> Ending.FAILED;
      case "cancelled" -> {
        console.error("The answer was cancelled at the service.");
        yield Ending.FAILED;
      }
      default -> Ending.COMPLETE;
    };
  }
}
