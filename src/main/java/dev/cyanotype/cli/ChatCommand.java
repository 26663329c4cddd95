package dev.cyanotype.cli;

import dev.cyanotype.cli.AnswerReading.Ending;
import dev.cyanotype.cli.Console.Mark;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Talk: each line of the input is a message of one conversation.",
      "/new forgets it, /exit or Ctrl+D leaves, Ctrl+C stops the current answer or leaves."
    })
public class ChatCommand implements Callable<Integer> {

  private static final int MAX_TURNS = 20;

  @Mixin ModelOptions model;
  @Mixin ConnectionOptions connection;

  private final List<Question.Turn> turns = new ArrayList<>();
  private String conversation = UUID.randomUUID().toString();

  @Override
  public Integer call() {
    Console console = connection.console();
    Question.Options options = model.with(connection.file());
    return connection.run(
        console, model.settings(options), backend -> talk(console, backend, options));
  }

  /// @return the exit code of the last answer, so that a script sees its failure
  private int talk(Console console, Backend backend, Question.Options options) {
    console.note(Mark.SETTINGS, "API: " + backend.name());
    console.note("/exit or Ctrl+D leaves.");
    BufferedReader input = Console.input();
    int exitCode = 0;
    for (String line = ask(console, input); line != null; line = ask(console, input)) {
      switch (line.strip()) {
        case "" -> {}
        case "/exit", "/quit" -> {
          return exitCode;
        }
        case "/new" -> forget();
        case String words -> exitCode = answer(console, backend, words, options).exitCode();
      }
    }
    return exitCode;
  }

  private static String ask(Console console, BufferedReader input) {
    console.prompt("\n> ");
    try {
      return input.readLine();
    } catch (IOException _) {
      return null;
    }
  }

  private void forget() {
    turns.clear();
    conversation = UUID.randomUUID().toString();
  }

  private Ending answer(Console console, Backend backend, String words, Question.Options options) {
    Question question = new Question(words, options, turns, Optional.of(conversation));
    StringBuilder answer = new StringBuilder();
    AnswerReading reading =
        new AnswerReading(
            console,
            event -> {
              StreamCommand.show(console, event);
              if (event.type().equals("text")) {
                answer.append(event.text());
              }
            });
    Ending ending = reading.follow(() -> backend.chat(question));
    console.endAnswer();
    if (ending == Ending.COMPLETE) {
      remember(new Question.Turn(words, answer.toString()));
    } else if (ending == Ending.INTERRUPTED) {
      console.note(Mark.INTERRUPTED, "Stopped.");
    }
    return ending;
  }

  private void remember(Question.Turn turn) {
    turns.add(turn);
    if (turns.size() > MAX_TURNS) {
      turns.removeFirst();
    }
  }
}
