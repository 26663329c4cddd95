package dev.cyanotype.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// The command line. Exit codes: 0 for an answer, 1 where there is none or not a whole one, 2 for
/// a command line that cannot be read, 130 after Ctrl+C.
@Command(
    name = "cyanotype",
    mixinStandardHelpOptions = true,
    versionProvider = CyanotypeCommand.Version.class,
    description = "Streams an LLM's answers and turns words into infrastructure blueprints.",
    subcommands = {
      ServeCommand.class,
      StreamCommand.class,
      ChatCommand.class,
      GenerateCommand.class,
      TemplatesCommand.class,
      GenerateCompletion.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyanotype                                    the service, on port 8000",
      "  cyanotype stream \"What is a load balancer?\"",
      "  cyanotype stream --url http://localhost:8000 --debug \"Tell me a story\"",
      "  cyanotype chat --config config.json",
      "  cyanotype generate \"a shop for 10k users\" --output shop.yaml",
      "  cyanotype templates search kafka",
      "  source <(cyanotype generate-completion)",
      "",
      "Without --url the answer is made in this process, by the provider that",
      "CYANOTYPE_LLM_PROVIDER names; nothing listens then.",
    })
public class CyanotypeCommand implements Callable<Integer> {

  static final int FAILED = 1;
  static final int INTERRUPTED = 130;

  @Spec CommandSpec spec;

  /// Only options came, and none that ends it.
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Name a command");
  }

  static int execute(String... args) {
    return new CommandLine(new CyanotypeCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(CyanotypeCommand::misused)
        .setExecutionExceptionHandler(CyanotypeCommand::failed)
        .execute(args);
  }

  private static int misused(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("cyanotype: " + e.getMessage());
    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int failed(Exception e, CommandLine command, ParseResult result) {
    return switch (e) {
      case ClientException told -> {
        command.getErr().println("cyanotype: " + told.getMessage());
        yield told.exitCode();
      }
      case StoppedException _ -> INTERRUPTED;
      default -> {
        e.printStackTrace(command.getErr());
        yield FAILED;
      }
    };
  }

  /// The version that Maven gave the build.
  @RegisterForReflection
  public static class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
      try (InputStream in = CyanotypeCommand.class.getResourceAsStream("/cli/version.txt")) {
        String version = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        return new String[] {"cyanotype " + version};
      }
    }
  }
}
