package dev.cyanotype.cli;

import io.quarkus.runtime.annotations.QuarkusMain;

/// The program: the service, or a client where a command says so.
@QuarkusMain
public final class Main {

  Main() {}

  public static void main(String... args) {
    if (args.length == 0) {
      ServeCommand.serve();
    } else {
      System.exit(CyanotypeCommand.execute(args));
    }
  }
}
