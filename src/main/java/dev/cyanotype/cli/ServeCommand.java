package dev.cyanotype.cli;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run the service until it is stopped; the same as no command at all.")
public class ServeCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    serve();
    return 0;
  }

  /// Dev mode has its own way to tell what went wrong, and to go on after it.
  static void serve() {
    if (LaunchMode.current() == LaunchMode.NORMAL) {
      Quarkus.run(null, ServeCommand::end);
    } else {
      Quarkus.run();
    }
  }

  private static void end(int exitCode, Throwable failure) {
    if (failure != null) {
      System.err.println("cyanotype cannot start: " + StartFailure.reason(failure));
    }
    System.exit(exitCode);
  }
}
