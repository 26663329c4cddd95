package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "templates",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "List, show or search the templates.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyanotype templates",
      "  cyanotype templates show ha-web-app > blueprint.yaml",
      "  cyanotype templates search kafka stream"
    })
public class TemplatesCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "list | show ID | search WORDS",
      description = "Default: list.")
  List<String> words = List.of("list");

  @Option(
      names = {"-f", "--format"},
      paramLabel = "yaml|json",
      description = "Of 'show': default yaml. Of 'list' and 'search': json instead of a table.")
  BlueprintFormat format;

  @Mixin ConnectionOptions connection;
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    EmbeddedClient.Work work = work(words.getFirst(), words.subList(1, words.size()));
    return connection.run(connection.console(), Map.of(), work);
  }

  private EmbeddedClient.Work work(String action, List<String> rest) {
    if (action.equals("list") && rest.isEmpty()) {
      return backend -> list(backend.templates());
    }
    if (action.equals("show") && rest.size() == 1) {
      return backend -> show(backend.template(rest.getFirst()));
    }
    if (action.equals("search") && !rest.isEmpty()) {
      return backend -> list(backend.search(String.join(" ", rest)));
    }
    throw new ParameterException(
        spec.commandLine(), "Use: templates list | show ID | search WORDS");
  }

  private int show(JsonNode template) {
    BlueprintFormat chosen = format == null ? BlueprintFormat.YAML : format;
    connection.console().answer(chosen.write(template.path("blueprint")));
    return 0;
  }

  private int list(JsonNode answer) {
    connection
        .console()
        .answer(format == BlueprintFormat.JSON ? format.write(answer) : table(answer));
    return 0;
  }

  private static String table(JsonNode answer) {
    StringBuilder table = new StringBuilder();
    for (JsonNode template : answer.path("templates")) {
      table.append(
          "%-20s %-14s %-9s %-20s %s%n"
              .formatted(
                  template.path("id").asText(),
                  template.path("category").asText(),
                  template.path("complexity").asText(),
                  template.path("estimated_cost").asText(),
                  template.path("description").asText()));
    }
    return table.isEmpty() ? "No template fits.\n" : table.toString();
  }
}
