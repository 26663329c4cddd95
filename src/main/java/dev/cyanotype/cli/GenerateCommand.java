package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.cli.AnswerReading.Ending;
import dev.cyanotype.cli.Console.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Make a blueprint of words, and show its resources as they take shape.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyanotype generate \"Kubernetes microservices with monitoring\"",
      "  cyanotype generate \"a shop for 10k users\" --output shop.yaml",
      "  cyanotype generate --format json - < wish.txt"
    })
public class GenerateCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "DESCRIPTION",
      description = "What it is for; from the standard input where it is - or left out.")
  List<String> words = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the blueprint goes; else to the standard output.")
  Path output;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "yaml|json",
      description = "Default: yaml.")
  BlueprintFormat format = BlueprintFormat.YAML;

  @Mixin ModelOptions model;
  @Mixin ConnectionOptions connection;

  private JsonNode blueprint;

  @Override
  public Integer call() {
    checkOutput();
    Console console = connection.console();
    Question.Options options = model.with(connection.file());
    Question question = Question.of(Prompt.of(words, console), options);
    return connection.run(
        console, model.settings(options), backend -> generate(console, backend, question));
  }

  /// Before a model is asked, which may cost.
  private void checkOutput() {
    if (output != null
        && (Files.isDirectory(output) || !Files.isDirectory(output.toAbsolutePath().getParent()))) {
      throw ClientException.misused("--output %s cannot be written".formatted(output));
    }
  }

  private int generate(Console console, Backend backend, Question question) {
    AnswerReading reading = new AnswerReading(console, event -> show(console, event));
    Ending ending = reading.follow(() -> backend.generate(question));
    if (ending == Ending.INTERRUPTED) {
      console.progress(Mark.INTERRUPTED, "Interrupted.");
    }
    if (ending != Ending.COMPLETE) {
      return ending.exitCode();
    }
    if (blueprint == null) {
      throw new ClientException("The answer holds no blueprint.");
    }
    deliver(console);
    return 0;
  }

  private void show(Console console, Received.Event event) {
    switch (event.type()) {
      case "status" -> console.progress(Mark.STATUS, event.text());
      case "resource" -> console.progress(Mark.RESOURCE, resource(event.data()));
      case "blueprint" -> blueprint = event.data();
      default -> {}
    }
  }

  private static String resource(JsonNode resource) {
    return "%s %s (%s)"
        .formatted(
            resource.path("type").asText(),
            resource.path("name").asText(),
            resource.path("provider").asText());
  }

  private void deliver(Console console) {
    String text = format.write(blueprint);
    if (output == null) {
      console.answer(text);
      return;
    }
    try {
      Files.writeString(output, text);
      console.progress(Mark.FINISHED, "Written to " + output);
    } catch (IOException e) {
      throw new ClientException("%s cannot be written: %s".formatted(output, e.getMessage()));
    }
  }
}
