package dev.cyanotype.cli;

import io.quarkus.runtime.ApplicationLifecycleManager;
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

  static void serve() {
    Quarkus.run(null, ServeCommand::end);
  }

  /// Dev mode puts its own way to end in the place of the default one, and starts the service anew.
  /// `LaunchMode` does not say yet, when the service is asked to run, that it is dev mode.
  private static void end(int exitCode, Throwable failure) {
    if (failure != null) {
      System.err.println("cyanotype cannot start: " + StartFailure.reason(failure));
    }
    ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(exitCode, failure);
  }
}
