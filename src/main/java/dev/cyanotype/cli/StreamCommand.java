package dev.cyanotype.cli;

import dev.cyanotype.cli.AnswerReading.Ending;
import dev.cyanotype.cli.Console.Mark;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Show an answer as it is written, then its tokens, duration and speed.",
      "Piped, the standard output gets the answer and nothing else."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyanotype stream \"What is a load balancer?\"",
      "  cyanotype stream -u http://localhost:8000 --debug \"Tell me a story\"",
      "  cyanotype stream -u http://localhost:11434/v1 -m qwen3:8b \"Tell me a story\"",
      "  cyanotype stream -c config.json -m granite3.3:8b \"Explain streaming\"",
      "  cyanotype stream < question.txt > answer.md"
    })
public class StreamCommand implements Callable<Integer> {

  private static final int MAX_SHOWN = 500;

  @Parameters(
      arity = "0..*",
      paramLabel = "PROMPT",
      description = "What to ask; from the standard input where it is - or left out.")
  List<String> words = List.of();

  @Mixin ModelOptions model;
  @Mixin ConnectionOptions connection;

  @Override
  public Integer call() {
    Console console = connection.console();
    Question.Options options = model.with(connection.file());
    Question question = Question.of(Prompt.of(words, console), options);
    return connection.run(
        console,
        model.settings(options),
        backend -> {
          introduce(console, backend, question);
          return stream(console, backend, question).exitCode();
        });
  }

  private void introduce(Console console, Backend backend, Question question) {
    String asked = question.options().model().orElse("the provider's own");
    console.note(Mark.SETTINGS, "Configuration:");
    console.note("   - API: " + backend.name());
    console.note("   - Model: " + asked);
    console.note("   - Streaming: Enabled (SSE)");
    if (connection.debug) {
      console.note("   - Debug: Enabled");
    }
    if (connection.config != null) {
      console.note("   - Config: " + connection.config);
    }
    console.note("");
    console.note(Mark.START, "Cyanotype Streaming");
    console.note(Mark.MODEL, "Model: " + asked);
    console.note(Mark.QUESTION, "Question: " + shortened(question.words()));
    console.note("");
    console.note(Mark.ANSWER, "Streaming Response:");
    console.rule();
  }

  private static String shortened(String question) {
    return question.length() > MAX_SHOWN ? question.substring(0, MAX_SHOWN) + "…" : question;
  }

  private static Ending stream(Console console, Backend backend, Question question) {
    AnswerReading reading = new AnswerReading(console, event -> show(console, event));
    Ending ending = reading.follow(() -> backend.chat(question));
    console.endAnswer();
    console.rule();
    switch (ending) {
      case COMPLETE -> console.note(Mark.FINISHED, "Streaming finished!");
      case INTERRUPTED -> console.note(Mark.INTERRUPTED, "Streaming interrupted.");
      case FAILED -> console.note(Mark.FAILED, "Streaming failed.");
    }
    if (ending != Ending.FAILED || !reading.measurement().isEmpty()) {
      reading.measurement().show(console);
    }
    return ending;
  }

  static void show(Console console, Received.Event event) {
    if (event.type().equals("text")) {
      console.answer(event.text());
    }
  }
}
